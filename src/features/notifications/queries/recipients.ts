import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Language } from '../../../shared/languages.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { EventStatus } from '../../events/public.ts'
import type { RegistrationState } from '../../registrations/public.ts'

/** What an email says of people, registrations and events, as it is when the email is written. */

export interface RecipientRow {
  id: number
  name: string
  email: string
  language: Language
  timezone: string
  suspended: boolean
  changes: boolean
  reminders: boolean
  digest: boolean
  /** Since when their address refuses mail. */
  failingSince: string | null
  tokenVersion: number
  /** For a new password, while it can be used. */
  resetToken: string | null
}

/**
 * Names that never lead anywhere (RFC 2606): accounts that an import made up have one, and so have
 * those of the demo.
 */
const nowhere = sql`users.email ~* '[.@](invalid|example|localhost)$'`

export async function findRecipient(
  connection: Connection,
  id: number,
  now: Date,
): Promise<RecipientRow | undefined> {
  const rows = await rowsOf<RecipientRow>(
    connection,
    sql`SELECT id, coalesce(nullif(display_name, ''), split_part(username, '@', 1)) AS name, email,
               coalesce(language, 'en') AS language, timezone, suspended IS TRUE AS suspended,
               mail_changes IS NOT FALSE AS changes, mail_reminders IS NOT FALSE AS reminders,
               mail_digest IS NOT FALSE AS digest, to_json(mail_failing_since) AS "failingSince",
               token_version AS "tokenVersion",
               CASE WHEN reset_password_expiration > ${now.toISOString()}::timestamptz
                 THEN reset_password_token END AS "resetToken"
        FROM users WHERE id = ${id}::int AND NOT ${nowhere}`,
  )
  return rows[0]
}

/** Of those users, the ones that an email can reach at all. */
export async function reachable(connection: Connection, userIds: number[]): Promise<Set<number>> {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`SELECT id FROM users
        WHERE id = ANY (${sql.param(userIds)}::int[]) AND suspended IS NOT TRUE AND NOT ${nowhere}`,
  )
  return new Set(rows.map(({ id }) => id))
}

export interface EventRow {
  id: number
  title: string
  description: string
  location: string
  startDate: string
  endDate: string
  timezone: string
  status: EventStatus
  cancellationReason: string | null
  calendarSequence: number
  organiserName: string | null
}

export async function findEventForEmail(
  connection: Connection,
  id: number,
): Promise<EventRow | undefined> {
  const rows = await rowsOf<EventRow>(
    connection,
    sql`SELECT events.id, title, description, location, to_json(start_date) AS "startDate",
               to_json(end_date) AS "endDate", events.timezone, status,
               cancellation_reason AS "cancellationReason", calendar_sequence AS "calendarSequence",
               coalesce(nullif(owner.display_name, ''), split_part(owner.username, '@', 1))
                 AS "organiserName"
        FROM events LEFT JOIN users owner ON owner.id = created_by_id
        WHERE events.id = ${id}::int`,
  )
  return rows[0]
}

export interface RegistrationForEmail {
  id: number
  seats: number
  ticketCode: string
  state: RegistrationState
  cancelReason: string | null
  /** Until when an offered place can be accepted. */
  offerExpiresAt: string | null
  position: number | null
}

export async function findRegistrationForEmail(
  connection: Connection,
  id: number,
): Promise<RegistrationForEmail | undefined> {
  const rows = await rowsOf<RegistrationForEmail>(
    connection,
    sql`SELECT id, seats::int, coalesce(ticket_code, '') AS "ticketCode", state,
               cancel_reason AS "cancelReason", to_json(offer_expires_at) AS "offerExpiresAt",
               CASE state WHEN 'waitlisted' THEN (
                 SELECT count(*)::int FROM registrations ahead
                 WHERE ahead.event_id = mine.event_id AND ahead.state = 'waitlisted'
                   AND ahead.id <= mine.id) END AS position
        FROM registrations mine WHERE id = ${id}::int`,
  )
  return rows[0]
}

/** Who holds a place in an event, or waits for one. */
export async function liveRegistrations(connection: Connection, eventId: number) {
  return rowsOf<{ registrationId: number; userId: number }>(
    connection,
    sql`SELECT id AS "registrationId", user_id AS "userId" FROM registrations
        WHERE event_id = ${eventId}::int AND state <> 'cancelled' ORDER BY id`,
  )
}
