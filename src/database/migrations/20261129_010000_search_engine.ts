import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * What the search engine needs to know, and changes of tags as domain events.
 *
 * - The tables say which changes of events the engine does not have yet, and which of its indexes are fed. They are
 *   empty without an engine.
 * - Payload writes all tags of an event anew with each save. So the tags are compared when the transaction
 *   ends, with those that were published last. The change joins the record that the transaction has already
 *   written about the event: one save is published once.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- No reference to events: the engine has to forget a deleted event too.
    CREATE TABLE search_outdated (
      event_id integer PRIMARY KEY,
      version bigint NOT NULL,
      since timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE search_indexes (
      name text PRIMARY KEY,
      format text NOT NULL,
      is_live boolean NOT NULL DEFAULT false,
      filled_to integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    -- One index is live at most, and one is being filled.
    CREATE UNIQUE INDEX search_indexes_state ON search_indexes (is_live);
    -- Each search asks whether a change of an event waits, also while many registrations do.
    CREATE INDEX outbox_waiting_events ON outbox (id) WHERE relayed_at IS NULL AND type LIKE 'event.%';

    CREATE TABLE event_tags (
      event_id integer PRIMARY KEY REFERENCES events ON DELETE CASCADE,
      tags text[] NOT NULL
    );

    CREATE FUNCTION tags_of(target integer) RETURNS text[] LANGUAGE sql STABLE AS $$
      SELECT coalesce(array_agg(text::text ORDER BY "order", id), '{}') FROM events_texts
      WHERE parent_id = target AND path = 'tags'
    $$;

    INSERT INTO event_tags SELECT parent_id, tags_of(parent_id) FROM events_texts GROUP BY parent_id;

    CREATE FUNCTION tell_tags() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      target integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.parent_id ELSE NEW.parent_id END;
      earlier text[];
      later text[];
      change jsonb;
      told bigint;
    BEGIN
      -- Two transactions that change the tags of one event are compared one after the other.
      PERFORM FROM events WHERE id = target FOR NO KEY UPDATE;
      IF NOT FOUND THEN
        RETURN NULL;
      END IF;
      SELECT tags INTO earlier FROM event_tags WHERE event_id = target;
      earlier := coalesce(earlier, '{}');
      later := tags_of(target);
      IF earlier = later THEN
        RETURN NULL;
      END IF;
      INSERT INTO event_tags VALUES (target, later)
        ON CONFLICT (event_id) DO UPDATE SET tags = EXCLUDED.tags;
      change := jsonb_build_object('tags', jsonb_build_object('from', earlier, 'to', later));
      SELECT max(id) INTO told FROM outbox
        WHERE relayed_at IS NULL AND type LIKE 'event.%' AND occurred_at = now()
          AND (data ->> 'eventId')::int = target;
      IF told IS NULL THEN
        INSERT INTO outbox (type, data)
        VALUES ('event.changed', jsonb_build_object('eventId', target, 'changes', change));
      ELSE
        -- The record of a new event has no changes.
        UPDATE outbox SET data = jsonb_set(data, '{changes}', (data -> 'changes') || change)
        WHERE id = told AND data -> 'changes' <> '{}';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER events_texts_tell AFTER INSERT OR UPDATE OR DELETE ON events_texts
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_tags();
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER events_texts_tell ON events_texts;
    DROP FUNCTION tell_tags, tags_of;
    DROP TABLE event_tags, search_indexes, search_outdated;
    DROP INDEX outbox_waiting_events;
  `)
}
