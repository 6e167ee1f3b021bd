import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { DigestEvent } from '../email/emails.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'

/**
 * The current and coming events of an organiser that had registrations or cancellations since an
 * instant, or that begin within a day. At most fifty, the soonest first.
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

/**
 * The users with a published event that has not ended, and their time zones. The recursion goes from one
 * owner to the next in the index, because an owner may have thousands of events.
 */
export async function organisers(connection: Connection, now: Date) {
  const next = (after: SQL) => sql`
    (SELECT created_by_id AS id FROM events
     WHERE status = 'published' AND created_by_id > ${after} ORDER BY created_by_id LIMIT 1)`
  return rowsOf<{ userId: number; timezone: string }>(
    connection,
    sql`WITH RECURSIVE owners AS (
          ${next(sql`0`)}
          UNION ALL
          SELECT following.id FROM owners CROSS JOIN LATERAL ${next(sql`owners.id`)} following
        )
        SELECT id AS "userId", timezone FROM owners JOIN users USING (id)
        WHERE suspended IS NOT TRUE AND mail_digest IS NOT FALSE AND EXISTS (
          SELECT FROM events WHERE created_by_id = users.id AND status = 'published'
            AND end_date > ${now.toISOString()}::timestamptz)
        ORDER BY id`,
  )
}
