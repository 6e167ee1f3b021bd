import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Spells stored time zones as the IANA database does: calendars do not know `europe/berlin`. The zone is the
 * same, so no event is published and nobody gets an email. Calendar entries get a new number.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE events DISABLE TRIGGER events_tell;
    UPDATE events SET timezone = name FROM pg_timezone_names
      WHERE lower(name) = lower(timezone) AND name <> timezone;
    ALTER TABLE events ENABLE TRIGGER events_tell;
    UPDATE _events_v SET version_timezone = name FROM pg_timezone_names
      WHERE lower(name) = lower(version_timezone) AND name <> version_timezone;
    UPDATE users SET timezone = name FROM pg_timezone_names
      WHERE lower(name) = lower(timezone) AND name <> timezone;
  `)
}

/** Both spellings name the same zone: there is nothing to undo. */
export const down = (_args: MigrateDownArgs): Promise<void> => Promise.resolve()
