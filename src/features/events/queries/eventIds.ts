import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf } from '../../../database/connection.ts'

/**
 * The events that have begun and not ended. `OFFSET 0` keeps PostgreSQL from walking through all starts
 * instead of using the index of time spans.
 */
const runningAt = (now: Date) => sql`(
  SELECT * FROM events WHERE tstzrange(start_date, end_date) @> ${now.toISOString()}::timestamptz
  OFFSET 0) events`

/**
 * The ids of the published events that have begun and not ended, the earliest start first. The index of
 * time spans finds them: an index of starts or of ends would read all past or all coming events.
 */
export async function runningEvents(
  connection: Connection,
  now: Date,
  limit: number,
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT id FROM ${runningAt(now)} WHERE status = 'published'
        ORDER BY start_date, id LIMIT ${limit}::int`,
  )
}

/** The ids of the next published events, the earliest start first. */
export async function upcomingEvents(
  connection: Connection,
  now: Date,
  limit: number,
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT id FROM events
        WHERE start_date > ${now.toISOString()}::timestamptz AND status = 'published'
        ORDER BY start_date, id LIMIT ${limit}::int`,
  )
}

/** The ids of the events of any status that have begun and not ended, at most `limit`. */
export async function allRunningEvents(
  connection: Connection,
  now: Date,
  limit: number,
): Promise<number[]> {
  return idsOf(connection, sql`SELECT id FROM ${runningAt(now)} LIMIT ${limit}::int`)
}

/** The ids of events that a user owns, at most `limit`. */
export async function ownedEvents(
  connection: Connection,
  userId: number,
  limit: number,
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT id FROM events WHERE created_by_id = ${userId}::int LIMIT ${limit}::int`,
  )
}

/** The id of the event that a version belongs to; empty when there is no such version. */
export async function eventsOfVersion(connection: Connection, id: number): Promise<number[]> {
  if (!Number.isSafeInteger(id)) return []
  return idsOf(
    connection,
    sql`SELECT parent_id AS id FROM _events_v WHERE id = ${id}::bigint AND parent_id IS NOT NULL`,
  )
}
