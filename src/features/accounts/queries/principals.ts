import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import { normalizedEmail } from '../identity/email.ts'
import { normalizedUsername } from '../identity/username.ts'
import type { Principal } from '../../../shared/principal.ts'

export interface Credentials extends Principal {
  hash: string | null
  salt: string | null
}

const columns = sql`id, username, email, display_name AS "displayName", role, timezone,
  suspended IS TRUE AS suspended, token_version AS "tokenVersion",
  to_json(created_at) AS "createdAt", to_json(updated_at) AS "updatedAt",
  EXISTS (SELECT FROM events WHERE created_by_id = users.id) AS "ownsEvents",
  EXISTS (SELECT FROM events WHERE created_by_id = users.id AND status = 'draft') AS "ownsDrafts"`

export async function findPrincipal(
  connection: Connection,
  id: number,
): Promise<Principal | undefined> {
  const rows = await rowsOf<Principal>(
    connection,
    sql`SELECT ${columns} FROM users WHERE id = ${id}::int`,
  )
  return rows[0]
}

/**
 * The user with that username or email, and the stored hash of their password. A username is found in
 * every form that looks the same. Of two older accounts whose names look the same, the one whose name is
 * spelled as typed is found.
 */
export async function findCredentials(
  connection: Connection,
  identifier: string,
): Promise<Credentials | undefined> {
  const typed = identifier.trim().toLowerCase()
  const name = normalizedUsername(identifier)
  const rows = await rowsOf<Credentials>(
    connection,
    sql`SELECT ${columns}, hash, salt FROM users
        WHERE username IN (${typed}, ${name}) OR email IN (${typed}, ${normalizedEmail(identifier)})
          OR username_key(username) = username_key(${name}::text)
        ORDER BY username = ${typed} DESC, username = ${name} DESC,
                 email IN (${typed}, ${normalizedEmail(identifier)}) DESC, id LIMIT 1`,
  )
  return rows[0]
}

/** Marks the user's address as confirmed. @returns false when the user has another address now */
export async function markEmailConfirmed(
  connection: Connection,
  { id, email }: { id: number; email: string },
  now: Date,
): Promise<boolean> {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`UPDATE users SET email_confirmed_at = coalesce(email_confirmed_at, ${now.toISOString()}::timestamptz)
        WHERE id = ${id}::int AND email = ${email} RETURNING id`,
  )
  return rows.length > 0
}
