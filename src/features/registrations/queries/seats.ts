import { sql } from '@payloadcms/db-postgres/drizzle'

import type { ClaimOutcome } from '../rules.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'
import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'

/**
 * Seats are given out by two functions in the database, `claim_seats` and `promote_waitlist`, both
 * under the lock of the event's row in `event_seats`; a trigger keeps that row's counters equal to
 * the registrations, whoever writes them (docs/decisions/0001-capacity.md).
 */

export interface Claim {
  userId: number
  seats: number
}

export interface ClaimResult {
  outcome: ClaimOutcome
  /** The place in the queue, from 1, when the outcome is `waitlisted`. */
  position: number | null
}

/**
 * Decides claims for one event in order of arrival, and holds the event's lock until the caller's
 * transaction ends. The caller inserts the registrations in that same transaction.
 *
 * @returns an answer a claim, in the order of the claims
 */
export async function claimSeats(
  connection: Connection,
  eventId: number,
  claims: Claim[],
  now: Date,
): Promise<ClaimResult[]> {
  const answers = await rowsOf<ClaimResult>(
    connection,
    sql`SELECT outcome, waitlist_position AS position
        FROM claim_seats(
          ${eventId}::int,
          ${sql.param(claims.map((claim) => claim.userId))}::int[],
          ${sql.param(claims.map((claim) => claim.seats))}::int[],
          array_fill(NULL::uuid, ARRAY[${claims.length}::int]),
          ${now.toISOString()}::timestamptz)
        ORDER BY ordinal`,
  )
  invalidateSeats(connection, [eventId])
  return answers
}

/**
 * Takes back what was held or offered until now, and gives free seats to the waitlist: in order of
 * arrival, skipping nobody who fits. An event that takes no registrations any more gives none.
 *
 * @returns the ids of the registrations that were given a place, or are offered one
 */
export async function promoteWaitlist(
  connection: Connection,
  eventId: number,
  now: Date,
): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`SELECT id FROM promote_waitlist(${eventId}::int, ${now.toISOString()}::timestamptz)`,
  )
  invalidateSeats(connection, [eventId])
  return rows.map((row) => row.id)
}

export interface SeatCounts {
  eventId: number
  capacity: number
  /** Seats of those who have a place or are offered one. */
  taken: number
  /** Seats that are held for a moment. */
  held: number
  /** Seats of `taken` that are offered and not accepted yet. */
  offered: number
  /** Parties, not seats. */
  waitlisted: number
}

/** Takes back what was held or offered until now, in the caller's transaction, under the event's lock. */
export async function releaseExpired(connection: Connection, eventId: number, now: Date) {
  await connection.execute(
    sql`SELECT release_lapsed(${eventId}::int, ${now.toISOString()}::timestamptz)`,
  )
  invalidateSeats(connection, [eventId])
}

/** The counters of several events in one statement. */
export async function seatCounts(connection: Connection, eventIds: number[]) {
  return rowsOf<SeatCounts>(
    connection,
    sql`SELECT event_id AS "eventId", capacity, taken, held, offered, waitlisted
        FROM event_seats WHERE event_id = ANY(${sql.param(eventIds)}::int[])`,
  )
}

/** The ids of the published events ahead, or on, that somebody waits for; the soonest first. */
export async function eventsWithWaitlist(connection: Connection, now: Date, limit: number) {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`SELECT events.id FROM events JOIN event_seats ON event_id = events.id
        WHERE waitlisted > 0 AND status = 'published' AND end_date > ${now.toISOString()}::timestamptz
        ORDER BY start_date, events.id LIMIT ${limit}::int`,
  )
  return rows.map((row) => row.id)
}

/** The event's counters, locked until the transaction ends: every claim and release waits. */
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

/** Locks the seats of the event that a registration belongs to, until the transaction ends. */
export async function lockSeatsOfRegistration(connection: Connection, registrationId: number) {
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

/** Waits for a change that holds all seats: for whoever is about to add an event's. */
export async function waitForAllSeatsLock(connection: Connection) {
  await connection.execute(sql`LOCK TABLE event_seats IN ROW EXCLUSIVE MODE`)
}

/**
 * Holds up every claim and release until the transaction ends. For what touches events that are not
 * known beforehand: rare, short, and safe from deadlock when it comes before any other lock.
 */
export async function lockAllSeats(connection: Connection) {
  // Weaker modes still let a claim lock its event's row, and then neither could finish.
  await connection.execute(sql`LOCK TABLE event_seats IN EXCLUSIVE MODE`)
}
