import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Indexes for the orders of the list of events, and exact numbers of events by status
 * (docs/decisions/0022-counted-events.md).
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- Each is a whole order of v1's list: a page is one range. The other columns let PostgreSQL skip and
    -- count events without reading their rows.
    CREATE INDEX events_by_start ON events (start_date, id) INCLUDE (status, end_date);
    CREATE INDEX events_by_creation ON events (created_at, id) INCLUDE (status);
    CREATE INDEX events_by_title ON events (title, id) INCLUDE (status);
    CREATE INDEX events_own_drafts ON events (created_by_id) WHERE status = 'draft';

    -- The number of events of a status is the sum of its changes. A row is added and never updated, so
    -- two transactions that create events do not wait for each other. A scheduled task adds rows up.
    CREATE TABLE event_counts (status enum_events_status NOT NULL, change integer NOT NULL);

    CREATE FUNCTION count_events() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO event_counts SELECT status, count(*) FROM after_rows GROUP BY status;
      ELSE
        INSERT INTO event_counts SELECT status, -count(*) FROM before_rows GROUP BY status;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_count_inserted AFTER INSERT ON events REFERENCING NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_events();
    CREATE TRIGGER events_count_deleted AFTER DELETE ON events REFERENCING OLD TABLE AS before_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_events();

    CREATE FUNCTION count_event_status() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO event_counts VALUES (OLD.status, -1), (NEW.status, 1);
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_count_status AFTER UPDATE OF status ON events FOR EACH ROW
      WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION count_event_status();

    -- Creating a trigger has locked the table: no event comes or goes before this is committed.
    INSERT INTO event_counts SELECT status, count(*) FROM events GROUP BY status;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER events_count_status ON events;
    DROP TRIGGER events_count_deleted ON events;
    DROP TRIGGER events_count_inserted ON events;
    DROP FUNCTION count_event_status, count_events;
    DROP TABLE event_counts;
    DROP INDEX events_by_start, events_by_creation, events_by_title, events_own_drafts;
  `)
}
