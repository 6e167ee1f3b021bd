import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/** Indexes for the reads that took longer with each event (docs/growth.md). */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    -- The events that run at an instant.
    CREATE INDEX events_running ON events USING gist (tstzrange(start_date, end_date));
    -- The owners with published events, and whether one of their events has not ended.
    CREATE INDEX events_published_of_owner ON events (created_by_id, end_date)
      WHERE status = 'published';

    -- What the hourly task deletes.
    CREATE INDEX users_reset_expiry ON users (reset_password_expiration)
      WHERE reset_password_expiration IS NOT NULL;
    CREATE INDEX users_sessions_expiry ON users_sessions (expires_at);
    CREATE INDEX sign_in_failures_expiry ON sign_in_failures (expire);
    CREATE INDEX refresh_families_age ON refresh_families (created_at);

    -- Staff search for parts of words in the panel. Not in registrations: such an index doubled the time to
    -- insert a hundred of them. Where the extension is not installed, the search works
    -- without these indexes, in time that grows with the number of rows.
    DO $$
    BEGIN
      IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX events_parts ON events
          USING gin (title gin_trgm_ops, location gin_trgm_ops, external_id gin_trgm_ops);
        CREATE INDEX users_parts ON users
          USING gin (username gin_trgm_ops, email gin_trgm_ops, display_name gin_trgm_ops);
      END IF;
    END $$;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX IF EXISTS users_parts, events_parts;
    DROP INDEX refresh_families_age, sign_in_failures_expiry, users_sessions_expiry, users_reset_expiry,
      events_published_of_owner, events_running;
  `)
}
