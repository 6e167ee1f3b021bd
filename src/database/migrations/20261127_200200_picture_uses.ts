import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Which events show which pictures, as cover or in their text, and so which pictures only drafts use. A
 * picture is for drafts alone when no public event shows it, and a draft of its uploader does; members of
 * staff work on each other's drafts. Anybody may name any picture in a draft of their own: that hides no
 * picture of somebody else.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE event_pictures (
      event_id integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      media_id integer NOT NULL REFERENCES media (id) ON DELETE CASCADE,
      PRIMARY KEY (event_id, media_id)
    );
    CREATE INDEX event_pictures_by_media ON event_pictures (media_id);

    CREATE FUNCTION pictures_of(event events) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
      SELECT media.id FROM media WHERE media.id = event.cover_image_id
      UNION
      SELECT media.id FROM media JOIN jsonb_path_query(event.body, 'lax $.**?(@.type == "upload").value') AS node
        ON media.id::text = node #>> '{}'
    $$;

    CREATE FUNCTION is_staff(user_id integer) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT NOT EXISTS (SELECT FROM users WHERE id = user_id AND role NOT IN ('staff', 'admin'))
    $$;

    -- The rows are locked first: of two events that are saved at once, the second sees the first.
    CREATE FUNCTION mark_draft_pictures(ids integer[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM FROM media WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
      WITH judged AS (
        SELECT picture.id,
          bool_or(event.status = 'draft' AND (event.created_by_id IS NOT DISTINCT FROM picture.created_by_id
            OR is_staff(event.created_by_id) AND is_staff(picture.created_by_id))) IS TRUE
          AND bool_or(event.status <> 'draft') IS NOT TRUE AS draft_only
        FROM media picture
        LEFT JOIN event_pictures uses ON uses.media_id = picture.id
        LEFT JOIN events event ON event.id = uses.event_id
        WHERE picture.id = ANY (ids) GROUP BY picture.id
      )
      UPDATE media SET draft_only = judged.draft_only FROM judged
      WHERE media.id = judged.id AND media.draft_only IS DISTINCT FROM judged.draft_only;
    END $$;

    CREATE FUNCTION note_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      before integer[] := ARRAY(SELECT media_id FROM event_pictures WHERE event_id = NEW.id);
      now_shown integer[] := ARRAY(SELECT pictures_of(NEW));
    BEGIN
      IF before = '{}' AND now_shown = '{}' THEN RETURN NULL; END IF;
      DELETE FROM event_pictures WHERE event_id = NEW.id AND media_id <> ALL (now_shown);
      INSERT INTO event_pictures SELECT NEW.id, unnest(now_shown) ON CONFLICT DO NOTHING;
      PERFORM mark_draft_pictures(before || now_shown);
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_note_pictures_of_new AFTER INSERT ON events FOR EACH ROW
      WHEN (NEW.cover_image_id IS NOT NULL OR NEW.body IS NOT NULL)
      EXECUTE FUNCTION note_pictures();
    CREATE TRIGGER events_note_pictures AFTER UPDATE ON events FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.created_by_id IS DISTINCT FROM NEW.created_by_id
        OR OLD.cover_image_id IS DISTINCT FROM NEW.cover_image_id OR OLD.body IS DISTINCT FROM NEW.body)
      EXECUTE FUNCTION note_pictures();

    CREATE FUNCTION forget_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      shown integer[];
    BEGIN
      WITH gone AS (DELETE FROM event_pictures WHERE event_id = OLD.id RETURNING media_id)
      SELECT array_agg(media_id) INTO shown FROM gone;
      IF shown IS NOT NULL THEN PERFORM mark_draft_pictures(shown); END IF;
      RETURN OLD;
    END $$;
    CREATE TRIGGER events_forget_pictures BEFORE DELETE ON events FOR EACH ROW
      EXECUTE FUNCTION forget_pictures();

    INSERT INTO event_pictures SELECT events.id, pictures_of(events) FROM events
      WHERE cover_image_id IS NOT NULL OR body IS NOT NULL;
    SELECT mark_draft_pictures(ARRAY(SELECT DISTINCT media_id FROM event_pictures));
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER events_note_pictures_of_new ON events;
    DROP TRIGGER events_note_pictures ON events;
    DROP TRIGGER events_forget_pictures ON events;
    DROP FUNCTION note_pictures();
    DROP FUNCTION forget_pictures();
    DROP FUNCTION mark_draft_pictures(integer[]);
    DROP FUNCTION is_staff(integer);
    DROP FUNCTION pictures_of(events);
    DROP TABLE event_pictures;
    UPDATE media SET draft_only = false WHERE draft_only;
  `)
}
