import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * A party that can never fit is refused. The waitlist ends, and with it its offers; a hold ends when it
 * cannot be used any more. A party can change its size (docs/decisions/0024-parties-and-waitlists.md).
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- The moment until which the waitlist of an event moves up.
    CREATE FUNCTION waitlist_end(ends_when text, starts timestamptz, closes timestamptz)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN ends_when = 'eventBegins' THEN starts ELSE least(starts, closes) END
    $$;

    -- Gives free seats to the waitlist, in order of arrival and to every party that fits: the seats
    -- themselves or an offer, as the event says.
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

    -- Decides claims in order of arrival, under the event's lock. Each statement in here sees all that
    -- was committed before it, so what is read after the lock is what the lock protects.
    CREATE OR REPLACE FUNCTION claim_seats(p_event integer, p_users integer[], p_parties integer[],
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
             max_party_size,
             -- A waitlist that has ended takes nobody: nobody would ever move up.
             waitlist_enabled AND start_date > p_now AS queues
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
        ELSIF p_holds[i] IS NULL AND seats > least(event.max_party_size, counter.capacity) THEN
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
          ELSIF event.queues AND own = 0 THEN
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

    -- Holds free seats for a user until p_until, or until the hold cannot be used any more.
    CREATE OR REPLACE FUNCTION hold_seats(p_event integer, p_user integer, p_seats integer,
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
                              p_now) AS refusal, max_party_size,
             least(p_until, end_date, registration_closes_at) AS until
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
          WHEN p_seats > least(event.max_party_size, counter.capacity) THEN 'party_too_large'
          WHEN counter.taken + counter.held + p_seats > counter.capacity THEN 'event_full'
          WHEN (SELECT count(*) FROM seat_holds h WHERE h.user_id = p_user AND h.expires_at > p_now)
            >= p_most THEN 'too_many_holds'
        END;
      END IF;
      IF outcome IS NULL THEN
        INSERT INTO seat_holds (event_id, user_id, seats, created_at, expires_at)
          VALUES (p_event, p_user, p_seats, p_now, event.until)
          RETURNING 'held', seat_holds.id, seat_holds.seats, seat_holds.expires_at
          INTO outcome, id, seats, expires_at;
      END IF;
      RETURN NEXT;
    END $$;

    -- Changes the size of a party, under the event's lock. Returns why not, or null. The caller gives
    -- free seats to the waitlist before, so that a growing party passes nobody who fits, and after.
    CREATE FUNCTION resize_party(p_registration integer, p_seats integer, p_now timestamptz)
    RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      party registrations;
      counter event_seats;
      event record;
    BEGIN
      SELECT * INTO counter FROM event_seats WHERE event_id = (
        SELECT event_id FROM registrations WHERE id = p_registration) FOR UPDATE;
      SELECT * INTO party FROM registrations WHERE id = p_registration;
      IF NOT FOUND OR party.state = 'cancelled' THEN
        RETURN 'not_registered';
      ELSIF party.state = 'offered' AND party.offer_expires_at <= p_now THEN
        RETURN 'offer_expired';
      ELSIF p_seats > party.seats THEN
        SELECT refusal_of_event(status::text, end_date, registration_opens_at, registration_closes_at,
                                p_now) AS refusal, max_party_size
          INTO event FROM events WHERE id = party.event_id;
        IF event.refusal IS NOT NULL THEN
          RETURN event.refusal;
        ELSIF p_seats > least(event.max_party_size, counter.capacity) THEN
          RETURN 'party_too_large';
        ELSIF party.state <> 'waitlisted'
            AND counter.taken + counter.held - party.seats + p_seats > counter.capacity THEN
          RETURN 'event_full';
        END IF;
      END IF;
      UPDATE registrations SET seats = p_seats, updated_at = p_now
        WHERE id = p_registration AND seats <> p_seats;
      RETURN NULL;
    END $$;

    -- No hold lasts longer than it can be used, and no offer longer than the waitlist.
    CREATE FUNCTION limit_expiries() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      offers_end timestamptz := waitlist_end(NEW.waitlist_until::text, NEW.start_date, NEW.registration_closes_at);
    BEGIN
      IF refusal_of_event(NEW.status::text, NEW.end_date, NEW.registration_opens_at,
                          NEW.registration_closes_at, now()) IS NOT NULL THEN
        DELETE FROM seat_holds WHERE event_id = NEW.id;
      ELSE
        UPDATE seat_holds SET expires_at = least(NEW.end_date, NEW.registration_closes_at)
          WHERE event_id = NEW.id AND expires_at > least(NEW.end_date, NEW.registration_closes_at);
      END IF;
      UPDATE registrations SET offer_expires_at = offers_end, updated_at = now()
        WHERE event_id = NEW.id AND state = 'offered' AND offer_expires_at > offers_end;
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_limit_expiries AFTER UPDATE ON events FOR EACH ROW
      WHEN ((OLD.status, OLD.start_date, OLD.end_date, OLD.registration_opens_at,
             OLD.registration_closes_at, OLD.waitlist_until)
        IS DISTINCT FROM (NEW.status, NEW.start_date, NEW.end_date, NEW.registration_opens_at,
                          NEW.registration_closes_at, NEW.waitlist_until))
      EXECUTE FUNCTION limit_expiries();

    DELETE FROM seat_holds USING events WHERE events.id = event_id
      AND refusal_of_event(status::text, end_date, registration_opens_at, registration_closes_at, now())
        IS NOT NULL;
    UPDATE seat_holds SET expires_at = least(end_date, registration_closes_at)
      FROM events WHERE events.id = event_id AND expires_at > least(end_date, registration_closes_at);
    UPDATE registrations SET offer_expires_at = waitlist_end(waitlist_until::text, start_date, registration_closes_at)
      FROM events WHERE events.id = event_id AND state = 'offered'
        AND offer_expires_at > waitlist_end(waitlist_until::text, start_date, registration_closes_at);
  `)
}

/** @throws always: as for holds and offers, promises to people would change */
export function down(_args: MigrateDownArgs): Promise<void> {
  throw new Error('There is no way back from this rule for waitlists: restore a backup from before.')
}
