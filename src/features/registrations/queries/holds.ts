import { sql } from '@payloadcms/db-postgres/drizzle'

import { holdLifetimeMs, maxHoldsPerUser, type RefusalCode } from '../rules.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import type { Claim } from './seats.ts'
import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'

export interface Hold {
  id: string
  eventId: number
  seats: number
  /** ISO 8601. */
  expiresAt: string
}

export type HoldResult =
  /** `held_before`: the hold that the user had already, unchanged. */
  { outcome: 'held' | 'held_before'; hold: Hold } | { outcome: RefusalCode }

interface Row {
  outcome: HoldResult['outcome']
  id: string
  seats: number
  expiresAt: string
}

/** Holds seats of an event for a user, if enough seats are free. */
export async function insertHold(
  connection: Connection,
  { eventId, userId, seats: wanted }: Claim,
  now: Date,
): Promise<HoldResult> {
  const until = new Date(now.getTime() + holdLifetimeMs)
  const rows = await rowsOf<Row>(
    connection,
    sql`SELECT outcome, id, seats, to_json(expires_at) AS "expiresAt"
        FROM hold_seats(${eventId}::int, ${userId}::int, ${wanted}::int,
                        ${until.toISOString()}::timestamptz, ${maxHoldsPerUser}::int,
                        ${now.toISOString()}::timestamptz)`,
  )
  // Also after a refusal: expired seats were given to the waitlist first.
  invalidateSeats(connection, [eventId])
  const { outcome, id, seats, expiresAt } = rows[0]!
  if (outcome !== 'held' && outcome !== 'held_before') return { outcome }
  return { outcome, hold: { id, eventId, seats, expiresAt } }
}

/** Releases holds, those of a user or all of an event. @returns how many holds were released */
export async function releaseHolds(
  connection: Connection,
  { eventId, userId }: { eventId?: number; userId?: number },
): Promise<number> {
  const released = await rowsOf<{ eventId: number }>(
    connection,
    sql`DELETE FROM seat_holds
        WHERE (${eventId ?? null}::int IS NULL OR event_id = ${eventId ?? null}::int)
          AND (${userId ?? null}::int IS NULL OR user_id = ${userId ?? null}::int)
        RETURNING event_id AS "eventId"`,
  )
  invalidateSeats(
    connection,
    released.map((hold) => hold.eventId),
  )
  return released.length
}

/** The ids of events with expired holds or offers; the earliest expiry first. */
export async function eventsWithExpiredHolds(connection: Connection, now: Date): Promise<number[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  return idsOf(
    connection,
    sql`SELECT event_id AS id FROM (
          SELECT event_id, expires_at FROM seat_holds WHERE expires_at <= ${at}
          UNION ALL
          SELECT event_id, offer_expires_at FROM registrations
          WHERE state = 'offered' AND offer_expires_at <= ${at}
        ) lapsed GROUP BY event_id ORDER BY min(expires_at), event_id`,
  )
}
