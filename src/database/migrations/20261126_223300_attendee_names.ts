import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/** A registration has a copy of its attendee's name, for the search and the order of the door list. */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- As attendeeName() in rules.ts: organisers must not read an email that is used as a username.
    CREATE FUNCTION attendee_name(display_name text, username text) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
      SELECT coalesce(nullif(display_name, ''), split_part(username, '@', 1))
    $$;

    -- Whoever changes a name, the registrations follow.
    CREATE FUNCTION copy_attendee_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE registrations SET attendee_name = attendee_name(NEW.display_name, NEW.username)
        WHERE user_id = NEW.id
          AND attendee_name IS DISTINCT FROM attendee_name(NEW.display_name, NEW.username);
      RETURN NULL;
    END $$;
    CREATE TRIGGER users_copy_attendee_name AFTER UPDATE ON users FOR EACH ROW
      WHEN (attendee_name(OLD.display_name, OLD.username)
        IS DISTINCT FROM attendee_name(NEW.display_name, NEW.username))
      EXECUTE FUNCTION copy_attendee_name();

    -- Payload writes whole rows: a change that read the registration before the new name must not bring
    -- the old one back.
    CREATE FUNCTION keep_attendee_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.attendee_name := coalesce(
        (SELECT attendee_name(display_name, username) FROM users WHERE id = NEW.user_id),
        NEW.attendee_name);
      RETURN NEW;
    END $$;
    CREATE TRIGGER registrations_keep_attendee_name BEFORE UPDATE ON registrations FOR EACH ROW
      WHEN (OLD.attendee_name IS DISTINCT FROM NEW.attendee_name)
      EXECUTE FUNCTION keep_attendee_name();

    UPDATE registrations SET attendee_name = attendee_name(display_name, username)
      FROM users WHERE users.id = user_id
        AND attendee_name IS DISTINCT FROM attendee_name(display_name, username);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER registrations_keep_attendee_name ON registrations;
    DROP TRIGGER users_copy_attendee_name ON users;
    DROP FUNCTION keep_attendee_name, copy_attendee_name, attendee_name;
  `)
}
