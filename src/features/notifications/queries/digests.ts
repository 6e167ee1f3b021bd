import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface DigestEvent {
  title: string
  startDate: string
  timezone: string
  capacity: number
  taken: number
  waitlisted: number
  newRegistrations: number
  cancellations: number
}

/**
 * What happened since then to the events that a user runs and that are not over: those to which
 * something did, and those that begin within a day, soonest first. At most fifty.
 */
export async function digestOf(
  connection: Connection,
  userId: number,
  since: Date,
  now: Date,
): Promise<DigestEvent[]> {
  const from = sql`${since.toISOString()}::timestamptz`
  const at = sql`${now.toISOString()}::timestamptz`
  return rowsOf<DigestEvent>(
    connection,
    sql`SELECT title, to_json(start_date) AS "startDate", timezone, capacity, taken, waitlisted,
               came AS "newRegistrations", went AS cancellations
        FROM events JOIN event_seats ON event_id = events.id
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE registered_at >= ${from} AND state <> 'cancelled')::int AS came,
                 count(*) FILTER (WHERE cancelled_at >= ${from})::int AS went
          FROM registrations WHERE registrations.event_id = events.id
        ) AS moved
        WHERE created_by_id = ${userId}::int AND status = 'published' AND end_date > ${at}
          AND (came + went > 0
            OR start_date BETWEEN ${at} AND ${at} + interval '1 day')
        ORDER BY start_date, events.id LIMIT 50`,
  )
}

/** Everybody who runs a published event that is not over, with the time zone they live by. */
export async function organisers(connection: Connection, now: Date) {
  return rowsOf<{ userId: number; timezone: string }>(
    connection,
    sql`SELECT id AS "userId", timezone FROM users
        WHERE suspended IS NOT TRUE AND mail_digest IS NOT FALSE AND EXISTS (
          SELECT FROM events WHERE created_by_id = users.id AND status = 'published'
            AND end_date > ${now.toISOString()}::timestamptz)
        ORDER BY id`,
  )
}
