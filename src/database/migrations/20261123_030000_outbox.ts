import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * What happened, told once, in the transaction in which it happened: triggers write it, so it does
 * not matter who made the change. `src/queue/domainEvents.ts` has the types of these records.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      type text NOT NULL,
      version smallint NOT NULL DEFAULT 1,
      data jsonb NOT NULL,
      occurred_at timestamptz NOT NULL DEFAULT now(),
      relayed_at timestamptz
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
    CREATE INDEX outbox_waiting ON outbox (id) WHERE relayed_at IS NULL;
    CREATE INDEX outbox_relayed ON outbox (relayed_at) WHERE relayed_at IS NOT NULL;

    CREATE FUNCTION tell_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
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
          || CASE told.type WHEN 'registration.cancelled' THEN jsonb_build_object(
            'was', earlier.state, 'reason', later.cancel_reason,
            'cause', CASE
              WHEN (SELECT status FROM events WHERE events.id = later.event_id) = 'cancelled'
                THEN 'event_cancelled'
              WHEN later.cancelled_by_id = later.user_id THEN 'attendee'
              WHEN later.cancelled_by_id IS NULL THEN 'platform'
              ELSE 'organiser' END)
            ELSE '{}' END
        FROM before_rows earlier JOIN after_rows later ON later.id = earlier.id
        CROSS JOIN LATERAL (SELECT CASE
          WHEN earlier.state = 'waitlisted' AND later.state = 'confirmed' THEN 'registration.promoted'
          WHEN earlier.state <> 'cancelled' AND later.state = 'cancelled' THEN 'registration.cancelled'
          WHEN earlier.checked_in_at IS NULL AND later.checked_in_at IS NOT NULL
            THEN 'registration.checked_in'
          WHEN earlier.checked_in_at IS NOT NULL AND later.checked_in_at IS NULL
            THEN 'registration.check_in_undone'
        END) AS told (type)
        WHERE told.type IS NOT NULL ORDER BY later.id;
      END IF;
      RETURN NULL;
    END $$;

    CREATE TRIGGER registrations_tell_inserted AFTER INSERT ON registrations
      REFERENCING NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registrations();
    CREATE TRIGGER registrations_tell_updated AFTER UPDATE ON registrations
      REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registrations();
    CREATE TRIGGER registrations_tell_deleted AFTER DELETE ON registrations
      REFERENCING OLD TABLE AS before_rows
      FOR EACH STATEMENT EXECUTE FUNCTION tell_registrations();

    -- An entry in somebody's calendar is replaced by one with a higher number (RFC 5545, 3.8.7.4).
    -- Not a field of Payload's: the next change of a title would put it back.
    ALTER TABLE events ADD COLUMN calendar_sequence integer NOT NULL DEFAULT 0;

    CREATE FUNCTION raise_calendar_sequence() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.calendar_sequence := OLD.calendar_sequence + 1;
      RETURN NEW;
    END $$;
    CREATE TRIGGER events_raise_calendar_sequence BEFORE UPDATE ON events FOR EACH ROW
      WHEN ((OLD.title, OLD.description, OLD.start_date, OLD.end_date, OLD.timezone, OLD.location, OLD.status)
        IS DISTINCT FROM
        (NEW.title, NEW.description, NEW.start_date, NEW.end_date, NEW.timezone, NEW.location, NEW.status))
      EXECUTE FUNCTION raise_calendar_sequence();

    -- What differs between two states of an event, by the names of Payload's fields. Long texts are
    -- named only.
    CREATE FUNCTION changes_of_event(earlier jsonb, later jsonb) RETURNS jsonb
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
        ('remind_day_before', 'remindDayBefore', false),
        ('remind_hour_before', 'remindHourBefore', false), ('status', 'status', false),
        ('cancellation_reason', 'cancellationReason', false),
        ('created_by_id', 'createdBy', false)
      ) AS told (col, name, long)
      WHERE earlier -> col IS DISTINCT FROM later -> col
    $$;

    CREATE FUNCTION tell_event() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      changes jsonb;
    BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO outbox (type, data)
        VALUES ('event.deleted', jsonb_build_object('eventId', OLD.id, 'was', OLD.status));
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
    CREATE TRIGGER events_tell AFTER INSERT OR UPDATE OR DELETE ON events
      FOR EACH ROW EXECUTE FUNCTION tell_event();

    CREATE FUNCTION tell_new_users() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO outbox (type, data)
      SELECT 'user.created', jsonb_build_object('userId', id) FROM after_rows ORDER BY id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER users_tell_created AFTER INSERT ON users REFERENCING NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION tell_new_users();

    CREATE FUNCTION tell_user() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO outbox (type, data) VALUES (TG_ARGV[0], jsonb_build_object('userId', NEW.id));
      RETURN NULL;
    END $$;
    CREATE TRIGGER users_tell_email_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.email IS DISTINCT FROM NEW.email)
      EXECUTE FUNCTION tell_user('user.email_changed');
    CREATE TRIGGER users_tell_password_changed AFTER UPDATE ON users FOR EACH ROW
      WHEN (OLD.hash IS DISTINCT FROM NEW.hash)
      EXECUTE FUNCTION tell_user('user.password_changed');
    -- The token itself stays in the user's row: whoever reads the queue is not to sign in with it.
    CREATE TRIGGER users_tell_password_reset AFTER UPDATE ON users FOR EACH ROW
      WHEN (NEW.reset_password_token IS NOT NULL
        AND OLD.reset_password_token IS DISTINCT FROM NEW.reset_password_token)
      EXECUTE FUNCTION tell_user('user.password_reset_requested');

    -- Each letter that was accepted or refused, by its key: a job that is done twice sends it once.
    CREATE TABLE mail_deliveries (
      key text PRIMARY KEY,
      kind text NOT NULL,
      user_id integer REFERENCES users (id) ON DELETE CASCADE,
      outcome text NOT NULL CHECK (outcome IN ('accepted', 'refused')),
      at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX mail_deliveries_user ON mail_deliveries (user_id);
    CREATE INDEX mail_deliveries_age ON mail_deliveries (at);

    -- Every server's clock calls for a task; the primary key lets one of them have it.
    CREATE TABLE scheduled_runs (
      task text NOT NULL,
      tick timestamptz NOT NULL,
      started_at timestamptz,
      finished_at timestamptz,
      outcome text CHECK (outcome IN ('succeeded', 'failed')),
      report text,
      PRIMARY KEY (task, tick)
    );
    CREATE INDEX scheduled_runs_age ON scheduled_runs (tick);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TABLE scheduled_runs, mail_deliveries;
    DROP TRIGGER users_tell_password_reset ON users;
    DROP TRIGGER users_tell_password_changed ON users;
    DROP TRIGGER users_tell_email_changed ON users;
    DROP TRIGGER users_tell_created ON users;
    DROP TRIGGER events_tell ON events;
    DROP TRIGGER events_raise_calendar_sequence ON events;
    DROP TRIGGER registrations_tell_inserted ON registrations;
    DROP TRIGGER registrations_tell_updated ON registrations;
    DROP TRIGGER registrations_tell_deleted ON registrations;
    DROP FUNCTION tell_user, tell_new_users, tell_event, changes_of_event, raise_calendar_sequence,
      tell_registrations;
    ALTER TABLE events DROP COLUMN calendar_sequence;
    DROP TABLE outbox;
  `)
}
