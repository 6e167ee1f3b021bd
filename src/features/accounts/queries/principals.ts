import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
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

/** The user with that username or email, and the stored hash of their password. */
export async function findCredentials(
  connection: Connection,
  identifier: string,
): Promise<Credentials | undefined> {
  const name = identifier.trim().toLowerCase()
  const rows = await rowsOf<Credentials>(
    connection,
    sql`SELECT ${columns}, hash, salt FROM users
        WHERE username = ${name} OR email = ${name}
        ORDER BY username = ${name} DESC LIMIT 1`,
  )
  return rows[0]
}

export type Identity = 'username' | 'email'

/** The identities that another user already has. */
export async function takenIdentities(
  connection: Connection,
  { username, email }: Record<Identity, string>,
): Promise<Identity[]> {
  const name = username.trim().toLowerCase()
  const address = email.trim().toLowerCase()
  const [row] = await rowsOf<Record<Identity, boolean>>(
    connection,
    sql`SELECT EXISTS (SELECT FROM users WHERE username = ${name}) AS username,
               EXISTS (SELECT FROM users WHERE email = ${address}) AS email`,
  )
  return (['username', 'email'] as const).filter((identity) => row![identity])
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
