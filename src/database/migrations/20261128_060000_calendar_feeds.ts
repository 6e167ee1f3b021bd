import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The secret feeds of people, one a person. Only the hash of the secret is stored. A feed is dead when its
 * user's tokens are: it names the version of the user that it was made for (`retire_tokens`).
 *
 * Entries show where an event is on the map, so a moved one is a new version of its entry.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE TABLE calendar_feeds (
      user_id integer PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      secret_hash bytea NOT NULL UNIQUE,
      token_version integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      read_on date NOT NULL DEFAULT current_date
    );
    CREATE INDEX calendar_feeds_age ON calendar_feeds (read_on);

    DROP TRIGGER events_raise_calendar_sequence ON events;
    CREATE TRIGGER events_raise_calendar_sequence BEFORE UPDATE ON events FOR EACH ROW
      WHEN ((OLD.title, OLD.description, OLD.start_date, OLD.end_date, OLD.timezone, OLD.location, OLD.status,
             OLD.coordinates_latitude, OLD.coordinates_longitude)
        IS DISTINCT FROM
        (NEW.title, NEW.description, NEW.start_date, NEW.end_date, NEW.timezone, NEW.location, NEW.status,
         NEW.coordinates_latitude, NEW.coordinates_longitude))
      EXECUTE FUNCTION raise_calendar_sequence();
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP TRIGGER events_raise_calendar_sequence ON events;
    CREATE TRIGGER events_raise_calendar_sequence BEFORE UPDATE ON events FOR EACH ROW
      WHEN ((OLD.title, OLD.description, OLD.start_date, OLD.end_date, OLD.timezone, OLD.location, OLD.status)
        IS DISTINCT FROM
        (NEW.title, NEW.description, NEW.start_date, NEW.end_date, NEW.timezone, NEW.location, NEW.status))
      EXECUTE FUNCTION raise_calendar_sequence();
    DROP TABLE calendar_feeds;
  `)
}
