import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The schema beyond Payload's own: the seat counters, what keeps them true, and the two functions
 * that give seats out. Payload's migrations do not know of it and leave it alone.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE events
      ADD CONSTRAINT events_end_after_start CHECK (end_date > start_date),
      ADD CONSTRAINT events_capacity_whole CHECK (
        max_participants BETWEEN 1 AND 2147483647 AND max_participants = trunc(max_participants));

    ALTER TABLE registrations
      ADD CONSTRAINT registrations_party_whole CHECK (seats BETWEEN 1 AND 1000 AND seats = trunc(seats));

    CREATE UNIQUE INDEX registrations_one_live
      ON registrations (event_id, user_id) WHERE state <> 'cancelled';
    CREATE INDEX registrations_waiting
      ON registrations (event_id, id) WHERE state = 'waitlisted';
    -- The partial index above and this one serve what a plain index on event_id would.
    CREATE INDEX registrations_event_state ON registrations (event_id, state);

    -- Half-empty pages let an update of a counter stay on its page, without touching an index.
    CREATE TABLE event_seats (
      event_id integer PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
      capacity integer NOT NULL CHECK (capacity >= 1),
      taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
      waitlisted integer NOT NULL DEFAULT 0 CHECK (waitlisted >= 0),
      CONSTRAINT event_seats_never_oversold CHECK (taken <= capacity)
    ) WITH (fillfactor = 50);

    CREATE FUNCTION sync_event_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO event_seats (event_id, capacity) VALUES (NEW.id, NEW.max_participants)
      ON CONFLICT (event_id) DO UPDATE SET capacity = EXCLUDED.capacity
        WHERE event_seats.capacity <> EXCLUDED.capacity;
      RETURN NULL;
    END $$;

    CREATE TRIGGER events_sync_capacity
      AFTER INSERT OR UPDATE OF max_participants ON events
      FOR EACH ROW EXECUTE FUNCTION sync_event_capacity();

    -- Moves the counters by the difference a statement made, whoever made it.
    CREATE FUNCTION count_event_seats() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        UPDATE event_seats SET taken = event_seats.taken + moved.taken,
                               waitlisted = event_seats.waitlisted + moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(seats) FILTER (WHERE state = 'confirmed'), 0) AS taken,
                     count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
              FROM after_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id;
      ELSIF TG_OP = 'DELETE' THEN
        UPDATE event_seats SET taken = event_seats.taken - moved.taken,
                               waitlisted = event_seats.waitlisted - moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(seats) FILTER (WHERE state = 'confirmed'), 0) AS taken,
                     count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
              FROM before_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id AND (moved.taken, moved.waitlisted) <> (0, 0);
      ELSE
        UPDATE event_seats SET taken = event_seats.taken + moved.taken,
                               waitlisted = event_seats.waitlisted + moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(sign * seats) FILTER (WHERE state = 'confirmed'), 0) AS taken,
                     coalesce(sum(sign) FILTER (WHERE state = 'waitlisted'), 0) AS waitlisted
              FROM (SELECT event_id, seats, state, 1 AS sign FROM after_rows
                    UNION ALL
                    SELECT event_id, seats, state, -1 FROM before_rows) changed
              GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id AND (moved.taken, moved.waitlisted) <> (0, 0);
      END IF;
      RETURN NULL;
    END $$;

    CREATE TRIGGER registrations_count_inserted AFTER INSERT ON registrations
      REFERENCING NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_event_seats();
    CREATE TRIGGER registrations_count_updated AFTER UPDATE ON registrations
      REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_event_seats();
    CREATE TRIGGER registrations_count_deleted AFTER DELETE ON registrations
      REFERENCING OLD TABLE AS before_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_event_seats();

    -- Decides claims in order of arrival, under the event's lock. Each statement in here sees what
    -- was committed before it, so what is read after the lock is what the lock protects.
    CREATE FUNCTION claim_seats(p_event integer, p_users integer[], p_parties integer[], p_now timestamptz)
    RETURNS TABLE (ordinal bigint, user_id integer, seats integer, outcome text, waitlist_position integer)
    LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      counter event_seats;
      event record;
      refusal text;
      live integer[];
      known integer[];
      suspended integer[];
    BEGIN
      SELECT * INTO counter FROM event_seats WHERE event_id = p_event FOR UPDATE;
      SELECT status, end_date, max_party_size, waitlist_enabled, registration_opens_at,
             registration_closes_at
        INTO event FROM events WHERE id = p_event;
      refusal := CASE
        WHEN event.status IS NULL THEN 'event_not_found'
        WHEN event.status = 'cancelled' THEN 'event_cancelled'
        WHEN event.status <> 'published' THEN 'event_not_open'
        WHEN event.end_date <= p_now THEN 'event_ended'
        WHEN event.registration_opens_at > p_now THEN 'event_not_open'
        WHEN event.registration_closes_at <= p_now THEN 'event_not_open'
      END;
      SELECT array_agg(r.user_id) INTO live FROM registrations r
        WHERE r.event_id = p_event AND r.user_id = ANY (p_users) AND r.state <> 'cancelled';
      -- Deleting a user waits for the lock above, so who is known now is known until the end.
      SELECT array_agg(u.id), array_agg(u.id) FILTER (WHERE u.suspended) INTO known, suspended
        FROM users u WHERE u.id = ANY (p_users);

      FOR i IN 1 .. coalesce(array_length(p_users, 1), 0) LOOP
        ordinal := i;
        user_id := p_users[i];
        seats := p_parties[i];
        waitlist_position := NULL;
        IF refusal IS NOT NULL THEN
          outcome := refusal;
        ELSIF known IS NULL OR user_id <> ALL (known) THEN
          outcome := 'user_not_found';
        ELSIF user_id = ANY (suspended) THEN
          outcome := 'user_suspended';
        ELSIF user_id = ANY (live) THEN
          outcome := 'already_registered';
        ELSIF seats > event.max_party_size THEN
          outcome := 'party_too_large';
        ELSIF counter.taken + seats <= counter.capacity THEN
          outcome := 'confirmed';
          counter.taken := counter.taken + seats;
          live := array_append(live, user_id);
        ELSIF event.waitlist_enabled THEN
          outcome := 'waitlisted';
          counter.waitlisted := counter.waitlisted + 1;
          waitlist_position := counter.waitlisted;
          live := array_append(live, user_id);
        ELSE
          outcome := 'event_full';
        END IF;
        RETURN NEXT;
      END LOOP;
    END $$;

    -- Free seats go to those who wait, in order of arrival, skipping nobody who fits.
    CREATE FUNCTION promote_waitlist(p_event integer, p_now timestamptz)
    RETURNS TABLE (id integer) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      free integer;
      waiting record;
      promoted integer[] := '{}';
    BEGIN
      SELECT capacity - taken INTO free FROM event_seats
        WHERE event_id = p_event AND waitlisted > 0 FOR UPDATE;
      IF free IS NULL OR free = 0 OR NOT EXISTS (
        SELECT 1 FROM events e WHERE e.id = p_event AND e.status = 'published' AND e.end_date > p_now
      ) THEN
        RETURN;
      END IF;
      FOR waiting IN
        SELECT r.id, r.seats FROM registrations r
        WHERE r.event_id = p_event AND r.state = 'waitlisted' ORDER BY r.id
      LOOP
        CONTINUE WHEN waiting.seats > free;
        promoted := array_append(promoted, waiting.id);
        free := free - waiting.seats;
        EXIT WHEN free = 0;
      END LOOP;
      RETURN QUERY UPDATE registrations r SET state = 'confirmed', updated_at = p_now
        WHERE r.id = ANY (promoted) RETURNING r.id;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP FUNCTION promote_waitlist, claim_seats;
    DROP TRIGGER registrations_count_inserted ON registrations;
    DROP TRIGGER registrations_count_updated ON registrations;
    DROP TRIGGER registrations_count_deleted ON registrations;
    DROP TRIGGER events_sync_capacity ON events;
    DROP FUNCTION count_event_seats, sync_event_capacity;
    DROP TABLE event_seats;
    DROP INDEX registrations_one_live, registrations_waiting, registrations_event_state;
    ALTER TABLE registrations DROP CONSTRAINT registrations_party_whole;
    ALTER TABLE events DROP CONSTRAINT events_end_after_start, DROP CONSTRAINT events_capacity_whole;
  `)
}
