import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Seats that are held for a moment, and seats that are offered to who waits: the event's row counts
 * both, so that whoever gives out seats needs to look nowhere else.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE seat_holds (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      event_id integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
      user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      seats integer NOT NULL CHECK (seats BETWEEN 1 AND 1000),
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT seat_holds_one_each UNIQUE (event_id, user_id)
    );
    CREATE INDEX seat_holds_user ON seat_holds (user_id);
    CREATE INDEX seat_holds_expiry ON seat_holds (expires_at);

    CREATE INDEX registrations_offered
      ON registrations (event_id, offer_expires_at) WHERE state = 'offered';
    ALTER TABLE registrations ADD CONSTRAINT registrations_offer_has_deadline
      CHECK (state <> 'offered' OR offer_expires_at IS NOT NULL);

    -- Seats that are offered are among those taken; seats that are held are not.
    ALTER TABLE event_seats
      ADD COLUMN held integer NOT NULL DEFAULT 0 CHECK (held >= 0),
      ADD COLUMN offered integer NOT NULL DEFAULT 0 CHECK (offered >= 0),
      DROP CONSTRAINT event_seats_never_oversold,
      ADD CONSTRAINT event_seats_never_oversold CHECK (taken + held <= capacity);

    CREATE OR REPLACE FUNCTION count_event_seats() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        UPDATE event_seats SET taken = event_seats.taken + moved.taken,
                               offered = event_seats.offered + moved.offered,
                               waitlisted = event_seats.waitlisted + moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(seats) FILTER (WHERE state IN ('confirmed', 'offered')), 0) AS taken,
                     coalesce(sum(seats) FILTER (WHERE state = 'offered'), 0) AS offered,
                     count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
              FROM after_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id;
      ELSIF TG_OP = 'DELETE' THEN
        UPDATE event_seats SET taken = event_seats.taken - moved.taken,
                               offered = event_seats.offered - moved.offered,
                               waitlisted = event_seats.waitlisted - moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(seats) FILTER (WHERE state IN ('confirmed', 'offered')), 0) AS taken,
                     coalesce(sum(seats) FILTER (WHERE state = 'offered'), 0) AS offered,
                     count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
              FROM before_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id AND (moved.taken, moved.waitlisted) <> (0, 0);
      ELSE
        UPDATE event_seats SET taken = event_seats.taken + moved.taken,
                               offered = event_seats.offered + moved.offered,
                               waitlisted = event_seats.waitlisted + moved.waitlisted
        FROM (SELECT event_id,
                     coalesce(sum(sign * seats) FILTER (WHERE state IN ('confirmed', 'offered')), 0) AS taken,
                     coalesce(sum(sign * seats) FILTER (WHERE state = 'offered'), 0) AS offered,
                     coalesce(sum(sign) FILTER (WHERE state = 'waitlisted'), 0) AS waitlisted
              FROM (SELECT event_id, seats, state, 1 AS sign FROM after_rows
                    UNION ALL
                    SELECT event_id, seats, state, -1 FROM before_rows) changed
              GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id
          AND (moved.taken, moved.offered, moved.waitlisted) <> (0, 0, 0);
      END IF;
      RETURN NULL;
    END $$;

    CREATE FUNCTION count_held_seats() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        UPDATE event_seats SET held = event_seats.held + moved.seats
        FROM (SELECT event_id, sum(seats) AS seats FROM after_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id;
      ELSIF TG_OP = 'DELETE' THEN
        UPDATE event_seats SET held = event_seats.held - moved.seats
        FROM (SELECT event_id, sum(seats) AS seats FROM before_rows GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id;
      ELSE
        UPDATE event_seats SET held = event_seats.held + moved.seats
        FROM (SELECT event_id, sum(seats) AS seats
              FROM (SELECT event_id, seats FROM after_rows
                    UNION ALL
                    SELECT event_id, -seats FROM before_rows) changed
              GROUP BY event_id) moved
        WHERE event_seats.event_id = moved.event_id AND moved.seats <> 0;
      END IF;
      RETURN NULL;
    END $$;

    CREATE TRIGGER seat_holds_count_inserted AFTER INSERT ON seat_holds
      REFERENCING NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_held_seats();
    CREATE TRIGGER seat_holds_count_updated AFTER UPDATE ON seat_holds
      REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_held_seats();
    CREATE TRIGGER seat_holds_count_deleted AFTER DELETE ON seat_holds
      REFERENCING OLD TABLE AS before_rows
      FOR EACH STATEMENT EXECUTE FUNCTION count_held_seats();
  `)
}

/** @throws always: what is held and offered would be lost, and with it who was promised what */
export function down(_args: MigrateDownArgs): Promise<void> {
  throw new Error('There is no way back from holds and offers: restore a backup from before them.')
}
