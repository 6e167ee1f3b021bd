import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Claims that know of holds, and a waitlist to which seats may be offered
 * (docs/decisions/0014-holds-and-offers.md). What has lapsed goes on to the next under the event's
 * lock, before anything else is decided there.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    DROP FUNCTION claim_seats, promote_waitlist;

    -- Why nobody can register for an event now, or null.
    CREATE FUNCTION refusal_of_event(status text, ends timestamptz, opens timestamptz,
                                     closes timestamptz, p_now timestamptz)
    RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE
        WHEN status = 'cancelled' THEN 'event_cancelled'
        WHEN status <> 'published' THEN 'event_not_open'
        WHEN ends <= p_now THEN 'event_ended'
        WHEN opens > p_now THEN 'event_not_open'
        WHEN closes <= p_now THEN 'event_not_open'
      END
    $$;

    -- Takes seats back that were held or offered until now. The caller has the event's lock.
    CREATE FUNCTION release_lapsed(p_event integer, p_now timestamptz) RETURNS void
    LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM seat_holds WHERE event_id = p_event AND expires_at <= p_now;
      UPDATE registrations
        SET state = 'cancelled', cancelled_at = p_now, updated_at = p_now,
            cancel_reason = 'The offer expired'
        WHERE event_id = p_event AND state = 'offered' AND offer_expires_at <= p_now;
    END $$;

    -- Free seats go to those who wait, in order of arrival, skipping nobody who fits: given to them,
    -- or offered for a while, as the event has it.
    CREATE FUNCTION promote_waitlist(p_event integer, p_now timestamptz)
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
             least(p_now + coalesce(offer_minutes, 60) * interval '1 minute', end_date) AS deadline
        INTO event FROM events
        WHERE events.id = p_event AND status = 'published' AND end_date > p_now;
      IF NOT FOUND THEN
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
      IF event.offers THEN
        RETURN QUERY UPDATE registrations r
          SET state = 'offered', offer_expires_at = event.deadline, updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      ELSE
        RETURN QUERY UPDATE registrations r SET state = 'confirmed', updated_at = p_now
          WHERE r.id = ANY (promoted) RETURNING r.id;
      END IF;
    END $$;

    -- Decides claims in order of arrival, under the event's lock. Each statement in here sees what
    -- was committed before it, so what is read after the lock is what the lock protects.
    CREATE FUNCTION claim_seats(p_event integer, p_users integer[], p_parties integer[],
                                p_holds uuid[], p_now timestamptz)
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
      kept seat_holds;
      own integer;
    BEGIN
      SELECT * INTO counter FROM event_seats WHERE event_id = p_event FOR UPDATE;
      SELECT refusal_of_event(status::text, end_date, registration_opens_at, registration_closes_at,
                              p_now) AS refusal,
             max_party_size, waitlist_enabled
        INTO event FROM events WHERE id = p_event;
      refusal := CASE WHEN FOUND THEN event.refusal ELSE 'event_not_found' END;

      IF counter.held + counter.offered > 0 THEN
        -- Who holds more than they now come with gives the rest back, and those who wait come first.
        UPDATE seat_holds SET seats = asked.party
          FROM (SELECT DISTINCT ON (claimant) claimant, party, hold
                FROM unnest(p_users, p_parties, p_holds)
                  WITH ORDINALITY claims (claimant, party, hold, place)
                ORDER BY claimant, place) asked
          WHERE refusal IS NULL AND seat_holds.event_id = p_event
            AND seat_holds.user_id = asked.claimant AND asked.hold IS NULL
            AND seat_holds.seats > asked.party;
        PERFORM promote_waitlist(p_event, p_now);
        SELECT * INTO counter FROM event_seats WHERE event_id = p_event;
      END IF;

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
        own := 0;
        IF counter.held > 0 OR p_holds[i] IS NOT NULL THEN
          SELECT h.* INTO kept FROM seat_holds h
            WHERE h.event_id = p_event AND h.user_id = p_users[i];
          own := coalesce(kept.seats, 0);
        END IF;
        IF refusal IS NOT NULL THEN
          outcome := refusal;
        ELSIF known IS NULL OR user_id <> ALL (known) THEN
          outcome := 'user_not_found';
        ELSIF user_id = ANY (suspended) THEN
          outcome := 'user_suspended';
        ELSIF user_id = ANY (live) THEN
          outcome := 'already_registered';
        ELSIF p_holds[i] IS NOT NULL AND p_holds[i] IS DISTINCT FROM kept.id THEN
          outcome := 'hold_expired';
        ELSIF p_holds[i] IS NULL AND seats > event.max_party_size THEN
          outcome := 'party_too_large';
        ELSE
          IF p_holds[i] IS NOT NULL THEN
            seats := own;
          END IF;
          IF counter.taken + counter.held - own + seats <= counter.capacity THEN
            outcome := 'confirmed';
            IF own > 0 THEN
              DELETE FROM seat_holds h WHERE h.id = kept.id;
              counter.held := counter.held - own;
            END IF;
            counter.taken := counter.taken + seats;
            live := array_append(live, user_id);
          ELSIF event.waitlist_enabled AND own = 0 THEN
            outcome := 'waitlisted';
            counter.waitlisted := counter.waitlisted + 1;
            waitlist_position := counter.waitlisted;
            live := array_append(live, user_id);
          ELSE
            -- Who holds seats and wants more than there are keeps them: nobody holds and waits.
            outcome := 'event_full';
          END IF;
        END IF;
        RETURN NEXT;
      END LOOP;
    END $$;

    -- Holds free seats for a user until p_until: one hold a user and event, and so many in all.
    CREATE FUNCTION hold_seats(p_event integer, p_user integer, p_seats integer,
                               p_until timestamptz, p_most integer, p_now timestamptz)
    RETURNS TABLE (outcome text, id uuid, seats integer, expires_at timestamptz)
    LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
      counter event_seats;
      event record;
      who record;
    BEGIN
      -- One user's holds are counted across events, so two of them at once take turns. Before the
      -- event's lock, and taken by nobody else: no two can wait for each other.
      PERFORM pg_advisory_xact_lock(7043, p_user);
      SELECT * INTO counter FROM event_seats WHERE event_id = p_event FOR UPDATE;
      SELECT refusal_of_event(status::text, end_date, registration_opens_at, registration_closes_at,
                              p_now) AS refusal, max_party_size
        INTO event FROM events WHERE events.id = p_event;
      outcome := CASE WHEN FOUND THEN event.refusal ELSE 'event_not_found' END;
      IF outcome IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
      END IF;
      PERFORM promote_waitlist(p_event, p_now);
      SELECT * INTO counter FROM event_seats WHERE event_id = p_event;
      SELECT u.suspended INTO who FROM users u WHERE u.id = p_user;
      outcome := CASE WHEN NOT FOUND THEN 'user_not_found' WHEN who.suspended THEN 'user_suspended' END;
      IF outcome IS NULL THEN
        SELECT 'held_before', h.id, h.seats, h.expires_at INTO outcome, id, seats, expires_at
          FROM seat_holds h WHERE h.event_id = p_event AND h.user_id = p_user;
      END IF;
      IF outcome IS NULL THEN
        outcome := CASE
          WHEN EXISTS (SELECT FROM registrations r WHERE r.event_id = p_event
                         AND r.user_id = p_user AND r.state <> 'cancelled') THEN 'already_registered'
          WHEN p_seats > event.max_party_size THEN 'party_too_large'
          WHEN counter.taken + counter.held + p_seats > counter.capacity THEN 'event_full'
          WHEN (SELECT count(*) FROM seat_holds h WHERE h.user_id = p_user AND h.expires_at > p_now)
            >= p_most THEN 'too_many_holds'
        END;
      END IF;
      IF outcome IS NULL THEN
        INSERT INTO seat_holds (event_id, user_id, seats, created_at, expires_at)
          VALUES (p_event, p_user, p_seats, p_now, p_until)
          RETURNING 'held', seat_holds.id, seat_holds.seats, seat_holds.expires_at
          INTO outcome, id, seats, expires_at;
      END IF;
      RETURN NEXT;
    END $$;
  `)
}

/** @throws always, as the migration before */
export function down(_args: MigrateDownArgs): Promise<void> {
  throw new Error('There is no way back from holds and offers: restore a backup from before them.')
}
