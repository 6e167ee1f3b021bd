import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { EmailEvent } from '../email/emails.ts'
import type { Language } from '../../../shared/languages.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import type { EventStatus } from '../../events/public.ts'
import type { RegistrationState } from '../../registrations/public.ts'

/** The data of recipients, events and registrations for emails, read when an email is sent. */

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
  /** The instant since which the address refuses mail. */
  failingSince: string | null
  tokenVersion: number
  /** The token for a new password, until it expires. */
  resetToken: string | null
  /** Whether it is an attendee, who may not use the panel. */
  isAttendee: boolean
}

/** Reserved domains that accept no mail (RFC 2606). Accounts of imports and of the demo have them. */
const undeliverable = (email: SQL) => sql`${email} ~* '[.@](invalid|example|localhost)$'`

const recipientColumns = (email: SQL, now: Date) =>
  sql`users.id, coalesce(nullif(display_name, ''), split_part(username, '@', 1)) AS name,
      ${email} AS email, coalesce(language, 'en') AS language, timezone,
      suspended IS TRUE AS suspended, mail_changes IS NOT FALSE AS changes,
      mail_reminders IS NOT FALSE AS reminders, mail_digest IS NOT FALSE AS digest,
      to_json(mail_failing_since) AS "failingSince", token_version AS "tokenVersion",
      role = 'attendee' AS "isAttendee",
      CASE WHEN reset_password_expiration > ${now.toISOString()}::timestamptz
        THEN reset_password_token END AS "resetToken"`

export async function findRecipient(
  connection: Connection,
  id: number,
  now: Date,
): Promise<RecipientRow | undefined> {
  const rows = await rowsOf<RecipientRow>(
    connection,
    sql`SELECT ${recipientColumns(sql`email`, now)}
        FROM users WHERE id = ${id}::int AND NOT ${undeliverable(sql`users.email`)}`,
  )
  return rows[0]
}

/** A user at the address that they had before a change. The failures of the new address do not count. */
export async function findFormerRecipient(
  connection: Connection,
  { userId, changeId }: { userId: number; changeId: string },
  now: Date,
): Promise<RecipientRow | undefined> {
  const rows = await rowsOf<RecipientRow>(
    connection,
    sql`SELECT ${recipientColumns(sql`old_email`, now)}, NULL AS "failingSince"
        FROM users JOIN email_changes change ON change.user_id = users.id
        WHERE users.id = ${userId}::int AND change.outbox_id = ${changeId}::bigint
          AND NOT ${undeliverable(sql`old_email`)}`,
  )
  return rows[0]
}

/** The users among these that an email can reach. */
export async function reachableUsers(
  connection: Connection,
  userIds: number[],
): Promise<Set<number>> {
  const ids = await idsOf(
    connection,
    sql`SELECT id FROM users
        WHERE id = ANY (${sql.param(userIds)}::int[]) AND suspended IS NOT TRUE
          AND NOT ${undeliverable(sql`users.email`)}`,
  )
  return new Set(ids)
}

export interface EventRow extends Omit<EmailEvent, 'organiser' | 'link'> {
  status: EventStatus
  cancellationReason: string | null
  /** A username is no name to sign an invitation with. */
  organiserName: string | null
  /** The seats that one party can have. */
  largestParty: number
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
               least(max_participants, max_party_size)::int AS "largestParty",
               nullif(owner.display_name, '') AS "organiserName"
        FROM events LEFT JOIN users owner ON owner.id = created_by_id
        WHERE events.id = ${id}::int`,
  )
  return rows[0]
}

/** A deleted event as its domain event describes it. It has no description, and no more seats. */
export async function findDeletedEvent(
  connection: Connection,
  id: number,
): Promise<EventRow | undefined> {
  const rows = await rowsOf<EventRow>(
    connection,
    sql`SELECT ${id}::int AS id, event ->> 'title' AS title, '' AS description,
               event ->> 'location' AS location, event ->> 'startDate' AS "startDate",
               event ->> 'endDate' AS "endDate", event ->> 'timezone' AS timezone,
               data ->> 'was' AS status, event ->> 'cancellationReason' AS "cancellationReason",
               (event ->> 'calendarSequence')::int AS "calendarSequence", 0 AS "largestParty",
               coalesce(nullif(owner.display_name, ''), split_part(owner.username, '@', 1))
                 AS "organiserName"
        FROM outbox CROSS JOIN LATERAL (SELECT data -> 'event' AS event) AS deleted
        LEFT JOIN users owner ON owner.id = (event ->> 'createdBy')::int
        WHERE type = 'event.deleted' AND (data ->> 'eventId')::int = ${id}::int AND event IS NOT NULL
        LIMIT 1`,
  )
  return rows[0]
}

export interface RegistrationForEmail {
  id: number
  seats: number
  ticketCode: string
  state: RegistrationState
  cancelReason: string | null
  /** The instant at which the offer of a place expires. */
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

/** The events among these that begin within a day, or have begun: their attendees may be on the way. */
export async function eventsThatBeginSoon(
  connection: Connection,
  eventIds: number[],
  now: Date,
): Promise<Set<number>> {
  const ids = await idsOf(
    connection,
    sql`SELECT id FROM events WHERE id = ANY (${sql.param(eventIds)}::int[])
          AND start_date < ${now.toISOString()}::timestamptz + interval '1 day'`,
  )
  return new Set(ids)
}

/** The registrations of an event that are not cancelled. */
export async function activeRegistrations(connection: Connection, eventId: number) {
  return rowsOf<{ registrationId: number; userId: number }>(
    connection,
    sql`SELECT id AS "registrationId", user_id AS "userId" FROM registrations
        WHERE event_id = ${eventId}::int AND state <> 'cancelled' ORDER BY id`,
  )
}
