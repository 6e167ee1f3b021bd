import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import type { ClaimedState, RefusalCode } from '../rules.ts'

/**
 * Two functions in the database give out seats, `claim_seats` and `promote_waitlist`, both under the
 * lock of the event's row in `event_seats`. A trigger keeps the counters in that row equal to the
 * registrations, on every surface (docs/decisions/0001-capacity.md).
 */

/** Seats that a user wants in an event. */
export interface Claim {
  eventId: number
  userId: number
  seats: number
}

/**
 * Decides one claim and keeps the event's lock until the caller's transaction ends. The caller inserts
 * the registration in the same transaction.
 */
export async function claimSeats(
  connection: Connection,
  { eventId, userId, seats }: Claim,
  now: Date,
): Promise<ClaimedState | RefusalCode> {
  const rows = await rowsOf<{ outcome: ClaimedState | RefusalCode }>(
    connection,
    sql`SELECT outcome
        FROM claim_seats(${eventId}::int, ARRAY[${userId}::int], ARRAY[${seats}::int],
                         ARRAY[NULL::uuid], ${now.toISOString()}::timestamptz)`,
  )
  invalidateSeats(connection, [eventId])
  return rows[0]!.outcome
}

/**
 * Releases expired holds and offers, and gives free seats to the waitlist: in order of arrival, to
 * every party that fits. An event that takes no registrations any more gives no seats.
 *
 * @returns the ids of the registrations that got a place or an offer
 */
export async function promoteWaitlist(
  connection: Connection,
  eventId: number,
  now: Date,
): Promise<number[]> {
  const ids = await idsOf(
    connection,
    sql`SELECT id FROM promote_waitlist(${eventId}::int, ${now.toISOString()}::timestamptz)`,
  )
  invalidateSeats(connection, [eventId])
  return ids
}

export interface SeatCounts {
  eventId: number
  capacity: number
  /** Seats of confirmed registrations and of offers. */
  taken: number
  /** Seats of holds. */
  held: number
  /** Seats of offers, which `taken` includes. */
  offered: number
  /** Parties, not seats. */
  waitlisted: number
}

/** Releases an event's expired holds and offers, in the caller's transaction and under the event's lock. */
export async function releaseExpired(connection: Connection, eventId: number, now: Date) {
  await connection.execute(
    sql`SELECT release_lapsed(${eventId}::int, ${now.toISOString()}::timestamptz)`,
  )
  invalidateSeats(connection, [eventId])
}

/** The seat counters of several events, read in one statement. */
export async function seatCounts(connection: Connection, eventIds: number[]) {
  return rowsOf<SeatCounts>(
    connection,
    sql`SELECT event_id AS "eventId", capacity, taken, held, offered, waitlisted
        FROM event_seats WHERE event_id = ANY(${sql.param(eventIds)}::int[])`,
  )
}

/** Locks an event's seat counters until the transaction ends: every claim and release waits. */
export async function lockEventSeats(
  connection: Connection,
  eventId: number,
): Promise<SeatCounts | undefined> {
  const rows = await rowsOf<SeatCounts>(
    connection,
    sql`SELECT event_id AS "eventId", capacity, taken, held, offered, waitlisted
        FROM event_seats WHERE event_id = ${eventId}::int FOR UPDATE`,
  )
  return rows[0]
}

/** Locks the seat counters of several events, in the order in which every such transaction locks them. */
export async function lockSeatsOfEvents(connection: Connection, eventIds: number[]) {
  await connection.execute(
    sql`SELECT 1 FROM event_seats WHERE event_id = ANY(${sql.param(eventIds)}::int[])
        ORDER BY event_id FOR UPDATE`,
  )
}

/** The same for the events that registrations belong to. */
export async function lockSeatsOfRegistrations(connection: Connection, ids: number[]) {
  await connection.execute(
    sql`SELECT 1 FROM event_seats WHERE event_id IN
          (SELECT event_id FROM registrations WHERE id = ANY(${sql.param(ids)}::int[]))
        ORDER BY event_id FOR UPDATE`,
  )
}

/** Locks the seats of the event that a registration belongs to, until the transaction ends. */
export async function lockRegistrationSeats(connection: Connection, registrationId: number) {
  await connection.execute(
    sql`SELECT 1 FROM event_seats
        WHERE event_id = (SELECT event_id FROM registrations WHERE id = ${registrationId}::int)
        FOR UPDATE`,
  )
}

/** The id of the event that a registration is for; empty when there is no such registration. */
export async function eventOfRegistration(connection: Connection, id: number): Promise<number[]> {
  const rows = await rowsOf<{ eventId: number }>(
    connection,
    sql`SELECT event_id AS "eventId" FROM registrations WHERE id = ${id}::int`,
  )
  return rows.map((row) => row.eventId)
}

/** When an event begins. */
export async function startOfEvent(connection: Connection, eventId: number): Promise<Date> {
  const rows = await rowsOf<{ startDate: string }>(
    connection,
    sql`SELECT to_json(start_date) AS "startDate" FROM events WHERE id = ${eventId}::int`,
  )
  return new Date(rows[0]!.startDate)
}

/** Waits for a transaction that has locked all seats. Creating an event calls it before it adds seats. */
export async function waitForAllSeatsLock(connection: Connection) {
  await connection.execute(sql`LOCK TABLE event_seats IN ROW EXCLUSIVE MODE`)
}

/**
 * Blocks every claim and release until the transaction ends. It is for changes whose events are not
 * known beforehand. They are rare and short. Taken before any other lock, it cannot cause a deadlock.
 */
export async function lockAllSeats(connection: Connection) {
  // In a weaker mode a claim could still lock its event's row, and the two would wait for each other.
  await connection.execute(sql`LOCK TABLE event_seats IN EXCLUSIVE MODE`)
}
