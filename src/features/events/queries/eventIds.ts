import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

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

/**
 * The ids of published events that have not ended and have a waitlist; the earliest start first. Those that
 * have begun are found by their time span, and the coming ones in the order of their starts until there
 * are enough: a join of all would read the counters of all events.
 */
export async function eventsWithWaitlist(connection: Connection, now: Date, limit: number) {
  const at = sql`${now.toISOString()}::timestamptz`
  const withWaitlist = (candidates: SQL) => sql`(
    SELECT id, start_date FROM ${candidates}
    WHERE status = 'published' AND EXISTS (
      SELECT FROM event_seats WHERE event_id = events.id AND waitlisted > 0 OFFSET 0)
    ORDER BY start_date, id LIMIT ${limit}::int)`
  return idsOf(
    connection,
    sql`SELECT id FROM (
          ${withWaitlist(sql`(SELECT * FROM events WHERE tstzrange(start_date, end_date) @> ${at} OFFSET 0) events`)}
          UNION ALL
          ${withWaitlist(sql`(SELECT * FROM events WHERE start_date > ${at}) events`)}
        ) found ORDER BY start_date, id LIMIT ${limit}::int`,
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
