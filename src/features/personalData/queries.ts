import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** Rows of one list. Nobody's account has as many; a bound keeps the file in memory. */
const maxRows = 10_000

/** What the platform holds on a person: a list for each kind. */
export type PersonalData = Record<string, unknown>

const listOf = (rows: SQL): SQL => sql`coalesce((
  SELECT json_agg(each) FROM (${rows} LIMIT ${maxRows}::int) each), '[]'::json)`

const profile = (userId: number) => sql`(
  SELECT json_build_object('id', id, 'username', username, 'email', email,
    'email_confirmed_at', email_confirmed_at, 'display_name', display_name, 'role', role,
    'language', language, 'timezone', timezone, 'suspended', suspended IS TRUE,
    'emails', json_build_object('changes', mail_changes, 'reminders', mail_reminders,
      'digest', mail_digest, 'failing_since', mail_failing_since, 'failure', mail_failure),
    'created_at', created_at, 'updated_at', updated_at)
  FROM users WHERE id = ${userId}::int)`

const registrations = (userId: number) => sql`
  SELECT mine.id, mine.event_id AS event, events.title AS event_title,
         events.start_date AS event_start_date, mine.attendee_name, mine.seats::int, mine.state,
         mine.ticket_code, mine.registered_at, mine.offer_expires_at, mine.checked_in_at,
         mine.cancelled_at, mine.cancelled_by_id = mine.user_id AS cancelled_by_you, mine.cancel_reason
  FROM registrations mine LEFT JOIN events ON events.id = mine.event_id
  WHERE mine.user_id = ${userId}::int ORDER BY mine.id DESC`

const holds = (userId: number) => sql`
  SELECT event_id AS event, seats::int, expires_at FROM seat_holds
  WHERE user_id = ${userId}::int ORDER BY expires_at, event_id`

const events = (userId: number) => sql`
  SELECT id, title, description, location, start_date, end_date, timezone, status, created_at, updated_at
  FROM events WHERE created_by_id = ${userId}::int ORDER BY id DESC`

const series = (userId: number) => sql`
  SELECT id, title, rrule, timezone, created_at FROM series
  WHERE created_by_id = ${userId}::int ORDER BY id DESC`

const pictures = (userId: number) => sql`
  SELECT id, filename, alt, mime_type, filesize::int, created_at FROM media
  WHERE created_by_id = ${userId}::int ORDER BY id DESC`

const emails = (userId: number) => sql`
  SELECT kind, outcome, at FROM mail_deliveries
  WHERE user_id = ${userId}::int ORDER BY at DESC, key`

const formerAddresses = (userId: number) => sql`
  SELECT old_email AS email, changed_at FROM email_changes
  WHERE user_id = ${userId}::int ORDER BY id DESC`

/** No secret is in it, nor a hash of one: only when somebody signed in. */
const sessions = (userId: number) => sql`
  SELECT * FROM (
    SELECT 'web' AS kind, created_at, expires_at FROM web_sessions WHERE user_id = ${userId}::int
    UNION ALL
    SELECT 'panel', created_at, expires_at FROM users_sessions WHERE _parent_id = ${userId}::int
    UNION ALL
    SELECT 'app', created_at, (
      SELECT max(expires_at) FROM refresh_tokens WHERE family_id = refresh_families.id)
    FROM refresh_families WHERE user_id = ${userId}::int AND revoked_at IS NULL
  ) every ORDER BY created_at DESC`

const calendarFeed = (userId: number) => sql`(
  SELECT json_build_object('created_at', created_at, 'last_read_on', read_on)
  FROM calendar_feeds WHERE user_id = ${userId}::int)`

/** All that the platform holds on a user, read in one statement, so that its parts fit together. */
export async function readPersonalData(
  connection: Connection,
  userId: number,
): Promise<PersonalData | undefined> {
  const rows = await rowsOf<PersonalData>(
    connection,
    sql`SELECT ${profile(userId)} AS profile,
               ${listOf(registrations(userId))} AS registrations,
               ${listOf(holds(userId))} AS holds,
               ${listOf(events(userId))} AS events,
               ${listOf(series(userId))} AS series,
               ${listOf(pictures(userId))} AS pictures,
               ${listOf(emails(userId))} AS emails,
               ${listOf(formerAddresses(userId))} AS former_addresses,
               ${listOf(sessions(userId))} AS sessions,
               ${calendarFeed(userId)} AS calendar_feed`,
  )
  return rows[0]?.profile ? rows[0] : undefined
}
