import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * What the sweep of files needs: where it is in the list of files, what it has removed, since when a picture is
 * used nowhere, and which pictures versions of events show.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE media_sweep (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      owner uuid NOT NULL DEFAULT gen_random_uuid(),
      position text NOT NULL DEFAULT '',
      orphans bigint NOT NULL DEFAULT 0,
      uploads bigint NOT NULL DEFAULT 0,
      pictures bigint NOT NULL DEFAULT 0,
      found_orphans integer NOT NULL DEFAULT 0,
      finished_at timestamptz
    );
    INSERT INTO media_sweep DEFAULT VALUES;

    CREATE TABLE media_unused (
      media_id integer PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
      since timestamptz NOT NULL
    );

    CREATE TABLE event_version_pictures (
      version_id integer NOT NULL REFERENCES _events_v (id) ON DELETE CASCADE,
      media_id integer NOT NULL REFERENCES media (id) ON DELETE CASCADE,
      PRIMARY KEY (version_id, media_id)
    );
    CREATE INDEX event_version_pictures_by_media ON event_version_pictures (media_id);

    CREATE FUNCTION pictures_of_version(version _events_v) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
      SELECT media.id FROM media WHERE media.id = version.version_cover_image_id
      UNION
      SELECT media.id FROM media
        JOIN jsonb_path_query(version.version_body, 'lax $.**?(@.type == "upload").value') AS node
        ON media.id::text = node #>> '{}'
    $$;

    CREATE FUNCTION note_version_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO event_version_pictures SELECT NEW.id, pictures_of_version(NEW) ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_v_note_pictures AFTER INSERT OR UPDATE ON _events_v FOR EACH ROW
      WHEN (NEW.version_cover_image_id IS NOT NULL OR NEW.version_body IS NOT NULL)
      EXECUTE FUNCTION note_version_pictures();

    INSERT INTO event_version_pictures SELECT _events_v.id, pictures_of_version(_events_v) FROM _events_v
      WHERE version_cover_image_id IS NOT NULL OR version_body IS NOT NULL;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER events_v_note_pictures ON _events_v;
    DROP FUNCTION note_version_pictures();
    DROP FUNCTION pictures_of_version(_events_v);
    DROP TABLE event_version_pictures;
    DROP TABLE media_unused;
    DROP TABLE media_sweep;
  `)
}
