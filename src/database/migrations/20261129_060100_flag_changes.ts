import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The history of feature flags, and the flags that the platform itself reads. `flag_id` refers to no flag:
 * the history of a deleted one stays.
 *
 * Places are offered in the database, so the flag for that is read there: its default and its kill switch.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE flag_changes (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      flag_id integer NOT NULL,
      flag_key text NOT NULL,
      -- Not that of the transaction: changes wait for each other, and are in the order of these times.
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      user_id integer REFERENCES users (id) ON DELETE SET NULL,
      operation text NOT NULL CHECK (operation IN ('create', 'update', 'delete')),
      changes jsonb NOT NULL,
      reason text
    );
    CREATE INDEX flag_changes_of_flag ON flag_changes (flag_id, id);
    CREATE INDEX flag_changes_time ON flag_changes (at);
    CREATE INDEX flag_changes_user ON flag_changes (user_id);

    WITH added AS (
      INSERT INTO flags (key, type, description, default_value) VALUES
        ('holds', 'boolean', 'Apps can hold seats while a form is filled in', 'true'),
        ('live-updates', 'boolean', 'Seats and registrations are pushed to clients as they change', 'true'),
        ('offers', 'boolean', 'Freed places are offered to the waitlist where an event wants that', 'true'),
        ('public-pages', 'boolean', 'People see events in the browser, without an app', 'true'),
        ('search-engine', 'boolean', 'Searches go to the search engine, if SEARCH_URL names one', 'true')
      ON CONFLICT (key) DO NOTHING
      RETURNING id, key
    )
    INSERT INTO flag_changes (flag_id, flag_key, operation, changes, reason)
      SELECT id, key, 'create', '{}', 'A part of the platform' FROM added;

    CREATE FUNCTION offers_are_on() RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT coalesce(
        (SELECT default_value = 'true' AND killed IS NOT TRUE FROM flags WHERE key = 'offers'), true)
    $$;

    CREATE OR REPLACE FUNCTION promote_waitlist(p_event integer, p_now timestamptz)
    RETURNS TABLE (id integer) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      counter event_seats;
      event record;
      free integer;
      waiting record;
      promoted integer[] := '{}';
    BEGIN
      SELECT * INTO counter FROM event_seats
        WHERE event_id = p_event AND waitlisted + held + offered > 0 FOR UPDATE;
      IF counter.held + counter.offered > 0 THEN
        PERFORM release_lapsed(p_event, p_now);
        SELECT * INTO counter FROM event_seats WHERE event_id = p_event;
      END IF;
      free := counter.capacity - counter.taken - counter.held;
      IF free IS NULL OR free = 0 OR counter.waitlisted = 0 THEN
        RETURN;
      END IF;
      SELECT waitlist_offers AND offers_are_on() AS offers,
             least(max_party_size, counter.capacity) AS largest,
             least(p_now + coalesce(offer_minutes, 60) * interval '1 minute',
                   waitlist_end(waitlist_until::text, start_date, registration_closes_at)) AS deadline
        INTO event FROM events
        WHERE events.id = p_event AND status = 'published'
          AND waitlist_end(waitlist_until::text, start_date, registration_closes_at) > p_now;
      IF NOT FOUND THEN
        RETURN;
      END IF;
      FOR waiting IN
        SELECT r.id, r.seats FROM registrations r
        WHERE r.event_id = p_event AND r.state = 'waitlisted' AND r.seats <= event.largest
        ORDER BY r.id
      LOOP
        CONTINUE WHEN waiting.seats > free;
        promoted := array_append(promoted, waiting.id);
        free := free - waiting.seats;
        EXIT WHEN free = 0;
      END LOOP;
      IF event.offers THEN
        RETURN QUERY UPDATE registrations r
          SET state = 'offered', offer_expires_at = event.deadline, updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      ELSE
        RETURN QUERY UPDATE registrations r SET state = 'confirmed', updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      END IF;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    CREATE OR REPLACE FUNCTION promote_waitlist(p_event integer, p_now timestamptz)
    RETURNS TABLE (id integer) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      counter event_seats;
      event record;
      free integer;
      waiting record;
      promoted integer[] := '{}';
    BEGIN
      SELECT * INTO counter FROM event_seats
        WHERE event_id = p_event AND waitlisted + held + offered > 0 FOR UPDATE;
      IF counter.held + counter.offered > 0 THEN
        PERFORM release_lapsed(p_event, p_now);
        SELECT * INTO counter FROM event_seats WHERE event_id = p_event;
      END IF;
      free := counter.capacity - counter.taken - counter.held;
      IF free IS NULL OR free = 0 OR counter.waitlisted = 0 THEN
        RETURN;
      END IF;
      SELECT waitlist_offers AS offers,
             least(max_party_size, counter.capacity) AS largest,
             least(p_now + coalesce(offer_minutes, 60) * interval '1 minute',
                   waitlist_end(waitlist_until::text, start_date, registration_closes_at)) AS deadline
        INTO event FROM events
        WHERE events.id = p_event AND status = 'published'
          AND waitlist_end(waitlist_until::text, start_date, registration_closes_at) > p_now;
      IF NOT FOUND THEN
        RETURN;
      END IF;
      FOR waiting IN
        SELECT r.id, r.seats FROM registrations r
        WHERE r.event_id = p_event AND r.state = 'waitlisted' AND r.seats <= event.largest
        ORDER BY r.id
      LOOP
        CONTINUE WHEN waiting.seats > free;
        promoted := array_append(promoted, waiting.id);
        free := free - waiting.seats;
        EXIT WHEN free = 0;
      END LOOP;
      IF event.offers THEN
        RETURN QUERY UPDATE registrations r
          SET state = 'offered', offer_expires_at = event.deadline, updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      ELSE
        RETURN QUERY UPDATE registrations r SET state = 'confirmed', updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      END IF;
    END $$;

    DROP FUNCTION offers_are_on;
    DROP TABLE flag_changes;
    DELETE FROM flags WHERE key IN ('holds', 'live-updates', 'offers', 'public-pages', 'search-engine');
  `)
}
