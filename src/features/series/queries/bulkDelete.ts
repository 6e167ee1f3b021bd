import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateEvents } from '../../../cache/invalidation/tracker.ts'
import type { Connection } from '../../../database/connection.ts'

/**
 * Deletes events for which nobody is registered any more, with all that Payload deletes with an event. Through
 * Payload it took 7 milliseconds of processor time for an event.
 */
export async function deleteInBulk(connection: Connection, ids: number[]) {
  const chosen = sql`ANY(${sql.param(ids)}::int[])`
  await connection.execute(sql`DELETE FROM registrations WHERE event_id = ${chosen}`)
  await connection.execute(sql`DELETE FROM _events_v WHERE parent_id = ${chosen}`)
  await connection.execute(
    sql`DELETE FROM payload_preferences WHERE key IN (
          SELECT 'collection-events-' || id FROM unnest(${sql.param(ids)}::int[]) AS id)`,
  )
  await connection.execute(sql`DELETE FROM events WHERE id = ${chosen}`)
  invalidateEvents(connection, ids)
}
