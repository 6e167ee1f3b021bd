import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { RefusalCode } from '../rules.ts'
import type { RegistrationRow } from './registrations.ts'

/**
 * Changes the size of a party in the caller's transaction, which keeps the event's lock. The caller gives
 * free seats to the waitlist before it, and freed ones after it.
 *
 * @returns why the party cannot have that size; undefined when it has it now
 */
export async function resizeParty(
  connection: Connection,
  { id, eventId, seats }: { id: number; eventId: number; seats: number },
  now: Date,
): Promise<RefusalCode | undefined> {
  const rows = await rowsOf<{ refusal: RefusalCode | null }>(
    connection,
    sql`SELECT resize_party(${id}::int, ${seats}::int, ${now.toISOString()}::timestamptz) AS refusal`,
  )
  invalidateSeats(connection, [eventId])
  return rows[0]!.refusal ?? undefined
}

/** A user's registration for an event that is confirmed, offered or on the waitlist. */
export async function liveRegistration(
  connection: Connection,
  eventId: number,
  userId: number,
): Promise<RegistrationRow | undefined> {
  const rows = await rowsOf<RegistrationRow>(
    connection,
    sql`SELECT id, event_id AS "eventId", user_id AS "userId", seats::int, state,
               ticket_code AS "ticketCode", to_json(registered_at) AS "registeredAt"
        FROM registrations
        WHERE event_id = ${eventId}::int AND user_id = ${userId}::int AND state <> 'cancelled'`,
  )
  return rows[0]
}
