import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * What the texts of an event weigh, in bytes. A page of a list is bounded by it, and so is what one account
 * may store. `octet_length` of the texts at the time of a list would have to read all of them.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE events ADD COLUMN text_bytes integer GENERATED ALWAYS AS (
      octet_length(title) + octet_length(description) + octet_length(location)
      + coalesce(octet_length(body::text), 0)) STORED;
    ALTER TABLE _events_v ADD COLUMN text_bytes integer GENERATED ALWAYS AS (
      coalesce(octet_length(version_title), 0) + coalesce(octet_length(version_description), 0)
      + coalesce(octet_length(version_location), 0)
      + coalesce(octet_length(version_body::text), 0)) STORED;
    CREATE INDEX events_by_weight ON events (text_bytes);
    CREATE INDEX _events_v_by_weight ON _events_v (text_bytes);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    ALTER TABLE events DROP COLUMN text_bytes;
    ALTER TABLE _events_v DROP COLUMN text_bytes;
  `)
}
