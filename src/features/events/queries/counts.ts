import { sql } from '@payloadcms/db-postgres/drizzle'

import type { EventStatus } from '../rules.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface CorrectedCount {
  status: EventStatus
  before: number
  after: number
}

/**
 * Counts the events of each status and replaces the recorded changes by the result, in the caller's
 * transaction. Changes of transactions that have not committed are neither counted nor replaced.
 *
 * @returns the counts that were wrong; empty unless somebody has bypassed the triggers
 */
export async function recountEvents(connection: Connection): Promise<CorrectedCount[]> {
  // Two recounts at once would both add what they have counted. Nobody else waits for this lock.
  await connection.execute(sql`LOCK TABLE event_counts IN SHARE UPDATE EXCLUSIVE MODE`)
  return rowsOf<CorrectedCount>(
    connection,
    sql`WITH replaced AS (
          DELETE FROM event_counts RETURNING status, change
        ), recorded AS (
          SELECT status, sum(change)::int AS count FROM replaced GROUP BY status
        ), truth AS (
          SELECT status, count(*)::int AS count FROM events GROUP BY status
        ), added AS (
          INSERT INTO event_counts SELECT status, count FROM truth
        )
        SELECT status, coalesce(recorded.count, 0) AS before, coalesce(truth.count, 0) AS after
        FROM recorded FULL JOIN truth USING (status)
        WHERE coalesce(recorded.count, 0) <> coalesce(truth.count, 0)`,
  )
}
