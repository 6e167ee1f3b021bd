import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { RegistrationRow } from './registrations.ts'
import type { EventStatus } from '../../events/public.ts'

export interface LastRegistration extends RegistrationRow {
  /** Null for one that was never offered a place. ISO 8601. */
  offerExpiresAt: string | null
  eventStatus: EventStatus
  eventEndDate: string
}

/** A user's registration for an event that came last, whatever became of it. */
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

/** Makes an offered place a taken one, in the caller's transaction and under the event's lock. */
export async function takeOffer(connection: Connection, registrationId: number, now: Date) {
  await connection.execute(
    sql`UPDATE registrations SET state = 'confirmed', updated_at = ${now.toISOString()}::timestamptz
        WHERE id = ${registrationId}::int AND state = 'offered'`,
  )
}
