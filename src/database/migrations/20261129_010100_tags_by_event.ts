import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'

/**
 * The tags of one event are read from an index. Payload's own begins with the order of the tags. Without this one,
 * each save and each deletion of an event read the tags of all events: with 50,000 tags the words of 100,000
 * events were not indexed after eight minutes.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
    CREATE INDEX events_texts_of_event ON events_texts (parent_id);
    CREATE INDEX _events_v_texts_of_version ON _events_v_texts (parent_id);
  `)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    DROP INDEX events_texts_of_event;
    DROP INDEX _events_v_texts_of_version;
  `)
}
