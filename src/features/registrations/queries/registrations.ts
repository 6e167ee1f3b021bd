import { sql } from '@payloadcms/db-postgres/drizzle'

import type { RegistrationState } from '../rules.ts'
import { lockEventSeats } from './seats.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'

export interface RegistrationRow {
  id: number
  eventId: number
  userId: number
  seats: number
  state: RegistrationState
  ticketCode: string
  registeredAt: string
}

export interface Cancellation {
  eventId: number
  /** Only this user's registration; without it, every live registration of the event. */
  userId?: number
  cancelledBy: number | null
  reason: string | null
  now: Date
}

/**
 * Cancels live registrations of an event under its lock.
 *
 * @returns the ids of the registrations that were live
 */
export async function cancelRegistrations(
  connection: Connection,
  { eventId, userId, cancelledBy, reason, now }: Cancellation,
): Promise<number[]> {
  await lockEventSeats(connection, eventId)
  const whose = userId === undefined ? sql`true` : sql`user_id = ${userId}::int`
  const ids = await idsOf(
    connection,
    sql`UPDATE registrations
        SET state = 'cancelled', cancelled_at = ${now.toISOString()}::timestamptz,
            cancelled_by_id = ${cancelledBy}::int, cancel_reason = ${reason}::text,
            updated_at = ${now.toISOString()}::timestamptz
        WHERE event_id = ${eventId}::int AND state <> 'cancelled' AND ${whose}
        RETURNING id`,
  )
  invalidateSeats(connection, [eventId])
  return ids
}

/** The ids of the events in which the user has a live registration or a hold. */
export async function eventsOfUser(connection: Connection, userId: number): Promise<number[]> {
  const rows = await rowsOf<{ eventId: number }>(
    connection,
    sql`SELECT event_id AS "eventId" FROM registrations
        WHERE user_id = ${userId}::int AND state <> 'cancelled'
        UNION
        SELECT event_id FROM seat_holds WHERE user_id = ${userId}::int
        ORDER BY 1`,
  )
  return rows.map((row) => row.eventId)
}

/** Deletes all registrations of an event or of a user. */
export async function deleteRegistrations(
  connection: Connection,
  whose: { eventId: number } | { userId: number },
) {
  const chosen =
    'eventId' in whose ? sql`event_id = ${whose.eventId}::int` : sql`user_id = ${whose.userId}::int`
  const deleted = await rowsOf<{ eventId: number }>(
    connection,
    sql`DELETE FROM registrations WHERE ${chosen} RETURNING event_id AS "eventId"`,
  )
  invalidateSeats(
    connection,
    deleted.map(({ eventId }) => eventId),
  )
}

/** The waitlist positions of registrations, from 1, by registration id; read in one statement. */
export async function waitlistPositions(connection: Connection, registrationIds: number[]) {
  const rows = await rowsOf<{ id: number; position: number }>(
    connection,
    sql`SELECT mine.id, (
          SELECT count(*)::int FROM registrations ahead
          WHERE ahead.event_id = mine.event_id AND ahead.state = 'waitlisted'
            AND ahead.id <= mine.id
        ) AS position
        FROM registrations mine
        WHERE mine.id = ANY(${sql.param(registrationIds)}::int[]) AND mine.state = 'waitlisted'`,
  )
  return new Map(rows.map((row) => [row.id, row.position]))
}
