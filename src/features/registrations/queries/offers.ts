import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { RegistrationRow } from './registrations.ts'
import type { EventStatus } from '../../events/public.ts'

export interface LastRegistration extends RegistrationRow {
  /** ISO 8601; null when no place was ever offered. */
  offerExpiresAt: string | null
  eventStatus: EventStatus
  eventEndDate: string
}

/** A user's newest registration for an event, in any state. */
export async function lastRegistration(
  connection: Connection,
  eventId: number,
  userId: number,
): Promise<LastRegistration | undefined> {
  const rows = await rowsOf<LastRegistration>(
    connection,
    sql`SELECT registrations.id, event_id AS "eventId", user_id AS "userId", seats::int, state,
               ticket_code AS "ticketCode", to_json(registered_at) AS "registeredAt",
               to_json(offer_expires_at) AS "offerExpiresAt", status AS "eventStatus",
               to_json(end_date) AS "eventEndDate"
        FROM registrations JOIN events ON events.id = event_id
        WHERE event_id = ${eventId}::int AND user_id = ${userId}::int
        ORDER BY registrations.id DESC LIMIT 1`,
  )
  return rows[0]
}

/** Confirms an offered registration, in the caller's transaction and under the event's lock. */
export async function confirmOffer(connection: Connection, registrationId: number, now: Date) {
  await connection.execute(
    sql`UPDATE registrations SET state = 'confirmed', updated_at = ${now.toISOString()}::timestamptz
        WHERE id = ${registrationId}::int AND state = 'offered'`,
  )
}
