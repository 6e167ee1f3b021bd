import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * Says where the coordinates of earlier events come from, and lists the events without any: a job finds theirs once,
 * so the list only becomes shorter.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    UPDATE events SET coordinates_source = CASE WHEN coalesce(external_source, '') = ''
      THEN 'typed'::enum_events_coordinates_source ELSE 'imported' END
    WHERE coordinates_latitude IS NOT NULL AND coordinates_longitude IS NOT NULL;

    CREATE TABLE events_to_locate (
      event_id integer PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE
    );
    INSERT INTO events_to_locate SELECT id FROM events
      WHERE coordinates_latitude IS NULL AND coordinates_longitude IS NULL;
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`DROP TABLE events_to_locate`)
}
