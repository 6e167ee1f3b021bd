import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Publishes that a party has another size, and that a waiting party has become too large for its event.
 * A cancellation and a deletion carry what an email about them needs: the rows may be gone when it is
 * sent.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE OR REPLACE FUNCTION tell_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO outbox (type, data)
        SELECT 'registration.' || state, jsonb_build_object(
          'registrationId', id, 'eventId', event_id, 'userId', user_id, 'seats', seats::int)
        FROM after_rows WHERE state <> 'cancelled' ORDER BY id;
      ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO outbox (type, data)
        SELECT 'registration.deleted', jsonb_build_object(
          'registrationId', id, 'eventId', event_id, 'userId', user_id, 'seats', seats::int,
          'was', state, 'ticketCode', ticket_code)
        FROM before_rows WHERE state <> 'cancelled' ORDER BY id;
      ELSE
        INSERT INTO outbox (type, data)
        SELECT told.type, jsonb_build_object(
            'registrationId', later.id, 'eventId', later.event_id, 'userId', later.user_id,
            'seats', later.seats::int)
          || CASE told.type
            WHEN 'registration.offered' THEN jsonb_build_object('offerExpiresAt', later.offer_expires_at)
            WHEN 'registration.resized' THEN jsonb_build_object('state', later.state, 'seatsBefore', earlier.seats::int)
            WHEN 'registration.cancelled' THEN jsonb_build_object(
            'was', earlier.state, 'reason', later.cancel_reason, 'ticketCode', later.ticket_code,
            'cause', CASE
              WHEN (SELECT status FROM events WHERE events.id = later.event_id) = 'cancelled'
                THEN 'event_cancelled'
              WHEN later.cancelled_by_id = later.user_id THEN 'attendee'
              WHEN later.cancelled_by_id IS NULL AND earlier.state = 'offered'
                AND later.offer_expires_at <= later.cancelled_at THEN 'offer_expired'
              WHEN later.cancelled_by_id IS NULL THEN 'platform'
              ELSE 'organiser' END)
            ELSE '{}' END
        FROM before_rows earlier JOIN after_rows later ON later.id = earlier.id
        CROSS JOIN LATERAL (SELECT CASE
          WHEN earlier.state = 'waitlisted' AND later.state = 'confirmed' THEN 'registration.promoted'
          WHEN earlier.state = 'waitlisted' AND later.state = 'offered' THEN 'registration.offered'
          WHEN earlier.state = 'offered' AND later.state = 'confirmed' THEN 'registration.confirmed'
          WHEN earlier.state <> 'cancelled' AND later.state = 'cancelled' THEN 'registration.cancelled'
          WHEN later.state <> 'cancelled' AND earlier.seats <> later.seats THEN 'registration.resized'
          WHEN earlier.checked_in_at IS NULL AND later.checked_in_at IS NOT NULL
            THEN 'registration.checked_in'
          WHEN earlier.checked_in_at IS NOT NULL AND later.checked_in_at IS NULL
            THEN 'registration.check_in_undone'
        END) AS told (type)
        WHERE told.type IS NOT NULL ORDER BY later.id;
      END IF;
      RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION tell_event() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      changes jsonb;
    BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO outbox (type, data)
        VALUES ('event.deleted', jsonb_build_object('eventId', OLD.id, 'was', OLD.status,
          'event', jsonb_build_object(
            'title', OLD.title, 'location', OLD.location, 'timezone', OLD.timezone,
            'startDate', OLD.start_date, 'endDate', OLD.end_date, 'createdBy', OLD.created_by_id,
            'calendarSequence', OLD.calendar_sequence, 'cancellationReason', OLD.cancellation_reason)));
      ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO outbox (type, data) VALUES (
          CASE NEW.status WHEN 'published' THEN 'event.published' ELSE 'event.created' END,
          jsonb_build_object('eventId', NEW.id, 'changes', '{}'::jsonb));
      ELSE
        changes := changes_of_event(to_jsonb(OLD), to_jsonb(NEW));
        IF changes <> '{}' THEN
          INSERT INTO outbox (type, data) VALUES (
            CASE WHEN OLD.status = NEW.status THEN 'event.changed'
              ELSE 'event.' || CASE NEW.status WHEN 'draft' THEN 'unpublished'
                ELSE NEW.status::text END END,
            jsonb_build_object('eventId', NEW.id, 'changes', changes));
        END IF;
      END IF;
      RETURN NULL;
    END $$;

    -- What differs between two states of an event, by the names of Payload's fields. Long texts are
    -- named only.
    CREATE OR REPLACE FUNCTION changes_of_event(earlier jsonb, later jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
      SELECT coalesce(jsonb_object_agg(name, CASE WHEN long THEN '{}'::jsonb
        ELSE jsonb_build_object('from', earlier -> col, 'to', later -> col) END), '{}')
      FROM (VALUES
        ('title', 'title', false), ('description', 'description', true), ('body', 'body', true),
        ('cover_image_id', 'coverImage', false), ('start_date', 'startDate', false),
        ('end_date', 'endDate', false), ('timezone', 'timezone', false),
        ('location', 'location', false), ('coordinates_latitude', 'coordinates.latitude', false),
        ('coordinates_longitude', 'coordinates.longitude', false),
        ('max_participants', 'maxParticipants', false), ('max_party_size', 'maxPartySize', false),
        ('registration_opens_at', 'registrationOpensAt', false),
        ('registration_closes_at', 'registrationClosesAt', false),
        ('waitlist_enabled', 'waitlistEnabled', false),
        ('waitlist_until', 'waitlistUntil', false),
        ('waitlist_offers', 'waitlistOffers', false), ('offer_minutes', 'offerMinutes', false),
        ('remind_day_before', 'remindDayBefore', false),
        ('remind_hour_before', 'remindHourBefore', false), ('status', 'status', false),
        ('cancellation_reason', 'cancellationReason', false),
        ('created_by_id', 'createdBy', false)
      ) AS told (col, name, long)
      WHERE earlier -> col IS DISTINCT FROM later -> col
    $$;

    -- An email about a cancellation finds the data of its deleted event here.
    CREATE INDEX outbox_deleted_events ON outbox (((data ->> 'eventId')::int)) WHERE type = 'event.deleted';

    -- Tells each waiting party that fitted before the change and cannot fit any more.
    CREATE FUNCTION tell_parties_too_large() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO outbox (type, data)
      SELECT 'registration.party_too_large', jsonb_build_object(
        'registrationId', id, 'eventId', event_id, 'userId', user_id, 'seats', seats::int,
        'largest', least(NEW.max_participants, NEW.max_party_size)::int)
      FROM registrations
      WHERE event_id = NEW.id AND state = 'waitlisted'
        AND seats > least(NEW.max_participants, NEW.max_party_size)
        AND seats <= least(OLD.max_participants, OLD.max_party_size)
      ORDER BY id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER events_tell_parties_too_large AFTER UPDATE ON events FOR EACH ROW
      WHEN (least(NEW.max_participants, NEW.max_party_size) < least(OLD.max_participants, OLD.max_party_size))
      EXECUTE FUNCTION tell_parties_too_large();

    -- Until now such a party could join a waitlist, or be left on it. It waits for ever unless it knows.
    INSERT INTO outbox (type, data)
      SELECT 'registration.party_too_large', jsonb_build_object(
        'registrationId', registrations.id, 'eventId', event_id, 'userId', user_id, 'seats', seats::int,
        'largest', least(max_participants, max_party_size)::int)
      FROM registrations JOIN events ON events.id = event_id
      WHERE state = 'waitlisted' AND seats > least(max_participants, max_party_size)
        AND events.status = 'published' AND start_date > now()
      ORDER BY registrations.id;
  `)
}

/** @throws always, as the migration before */
export function down(_args: MigrateDownArgs): Promise<void> {
  throw new Error('There is no way back from this rule for waitlists: restore a backup from before.')
}
