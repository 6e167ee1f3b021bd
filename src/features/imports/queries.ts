import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf, rowsOf } from '../../database/connection.ts'

export interface TeamAccount {
  username: string
  /** Identifies the account. A username does not: anybody can take it. */
  email: string
  /** Null when it is unknown: then an account keeps its name. */
  displayName: string | null
  /** The name of a new account when `displayName` is null. */
  fallbackName: string
}

export interface SavedAccount {
  id: number
  email: string
  change: 'created' | 'updated' | 'unchanged'
}

const wanted = (accounts: TeamAccount[]) => sql`
  unnest(
    ${sql.param(accounts.map((account) => account.username))}::text[],
    ${sql.param(accounts.map((account) => account.email))}::text[],
    ${sql.param(accounts.map((account) => account.displayName))}::text[],
    ${sql.param(accounts.map((account) => account.fallbackName))}::text[]
  ) AS wanted (username, email, display_name, fallback_name)`

/** The usernames that belong to other accounts, so the import cannot use them. */
export async function takenUsernames(
  connection: Connection,
  accounts: TeamAccount[],
): Promise<string[]> {
  const rows = await rowsOf<{ username: string }>(
    connection,
    sql`SELECT username FROM users JOIN ${wanted(accounts)} USING (username)
        WHERE NOT EXISTS (SELECT 1 FROM users team WHERE team.email = wanted.email)
        ORDER BY users.id`,
  )
  return rows.map((row) => row.username)
}

/**
 * Creates the missing accounts and renames those whose name changed, in one statement. They have no
 * password hash and no salt, so no password signs in to them. Hashing thousands of unknown passwords
 * would take minutes.
 */
export async function saveTeamAccounts(
  connection: Connection,
  accounts: TeamAccount[],
): Promise<SavedAccount[]> {
  return rowsOf<SavedAccount>(
    connection,
    sql`WITH wanted AS MATERIALIZED (SELECT * FROM ${wanted(accounts)}),
        updated AS (
          UPDATE users SET display_name = wanted.display_name, updated_at = now()
          FROM wanted
          WHERE users.email = wanted.email AND wanted.display_name IS NOT NULL
            AND users.display_name IS DISTINCT FROM wanted.display_name
          RETURNING users.id
        ), created AS (
          INSERT INTO users (username, email, display_name, role, timezone)
          SELECT username, email, coalesce(display_name, fallback_name), 'attendee', 'UTC'
          FROM wanted
          WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.email = wanted.email)
          RETURNING id, email
        )
        SELECT id, email, 'created' AS change FROM created
        UNION ALL
        SELECT users.id, email, CASE WHEN updated.id IS NULL THEN 'unchanged' ELSE 'updated' END
        FROM users JOIN wanted USING (email) LEFT JOIN updated USING (id)`,
  )
}

export interface RenamedAccount {
  username: string
  before: string
  after: string
}

/**
 * How many of the accounts are stored, and those of them that have another name than the wanted one. An
 * account whose name was not known gets its first name, which is no renaming.
 */
export async function renamedAccounts(
  connection: Connection,
  accounts: TeamAccount[],
): Promise<{ stored: number; renamed: RenamedAccount[] }> {
  const rows = await rowsOf<RenamedAccount & { isRenamed: boolean }>(
    connection,
    sql`SELECT users.username, users.display_name AS before, wanted.display_name AS after,
          coalesce(
            users.display_name <> wanted.display_name AND users.display_name <> fallback_name, false
          ) AS "isRenamed"
        FROM users JOIN ${wanted(accounts)} USING (email) ORDER BY users.id`,
  )
  return { stored: rows.length, renamed: rows.filter(({ isRenamed }) => isRenamed) }
}

/** The ids of the events of a source whose external id is one of these, which are in upper case. */
export function eventsByExternalId(
  connection: Connection,
  source: string,
  externalIds: string[],
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT id FROM events
        WHERE external_source = ${source}
          AND upper(external_id) = ANY(${sql.param(externalIds)}::text[])`,
  )
}

export interface HeldPlace {
  eventId: number
  userId: number
  username: string
}

/** The confirmed places of accounts with this email domain in these events. */
export async function placesHeld(
  connection: Connection,
  eventIds: number[],
  emailDomain: string,
): Promise<HeldPlace[]> {
  return rowsOf<HeldPlace>(
    connection,
    sql`SELECT event_id AS "eventId", user_id AS "userId", username
        FROM registrations JOIN users ON users.id = user_id
        WHERE event_id = ANY(${sql.param(eventIds)}::int[]) AND state = 'confirmed'
          AND email LIKE ${`%${emailDomain}`}`,
  )
}
