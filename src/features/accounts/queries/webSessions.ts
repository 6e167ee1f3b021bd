import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'
import type { Language } from '../../../shared/languages.ts'
import type { Principal } from '../../../shared/principal.ts'

interface NewWebSession {
  secretHash: Buffer
  isPersistent: boolean
  /** Seconds. */
  lifetime: number
}

const seconds = (count: number) => sql`make_interval(secs => ${count}::int)`

/**
 * Adds a session of the public pages, and removes those of the user that are too many. Only if the user is
 * still the one whose credentials were checked: not suspended, and no new password.
 *
 * @param maxSessions of one user
 * @returns whether the session was added
 */
export async function addWebSession(
  connection: Connection,
  { id, tokenVersion }: Pick<Principal, 'id' | 'tokenVersion'>,
  { secretHash, isPersistent, lifetime }: NewWebSession,
  maxSessions: number,
): Promise<boolean> {
  const added = await countChanged(
    connection,
    sql`INSERT INTO web_sessions (secret_hash, user_id, token_version, is_persistent, expires_at)
        SELECT ${secretHash}::bytea, id, token_version, ${isPersistent}, now() + ${seconds(lifetime)}
        FROM users WHERE id = ${id}::int AND token_version = ${tokenVersion}::int
          AND suspended IS NOT TRUE`,
  )
  if (added === 0) return false
  await connection.execute(
    sql`DELETE FROM web_sessions WHERE secret_hash IN (
          SELECT secret_hash FROM web_sessions WHERE user_id = ${id}::int
          ORDER BY created_at DESC, secret_hash OFFSET ${maxSessions}::int)`,
  )
  return true
}

export interface WebSessionRow {
  userId: number
  tokenVersion: number
  isPersistent: boolean
  /** The language of the user. */
  language: Language
  /** Seconds until it ends, unless it is used again. */
  secondsLeft: number
  /** Seconds since the sign-in. */
  age: number
}

/** The session with that secret, if it has not ended. */
export async function findWebSession(
  connection: Connection,
  secretHash: Buffer,
): Promise<WebSessionRow | undefined> {
  const rows = await rowsOf<WebSessionRow>(
    connection,
    sql`SELECT user_id AS "userId", session.token_version AS "tokenVersion",
               is_persistent AS "isPersistent", coalesce(language, 'en') AS language,
               extract(epoch FROM expires_at - now())::float8 AS "secondsLeft",
               extract(epoch FROM now() - session.created_at)::float8 AS age
        FROM web_sessions session JOIN users ON users.id = user_id
        WHERE secret_hash = ${secretHash}::bytea AND expires_at > now()`,
  )
  return rows[0]
}

/** Lets a session end so many seconds from now. */
export async function extendWebSession(
  connection: Connection,
  secretHash: Buffer,
  lifetime: number,
): Promise<void> {
  await connection.execute(
    sql`UPDATE web_sessions SET expires_at = now() + ${seconds(lifetime)}
        WHERE secret_hash = ${secretHash}::bytea`,
  )
}

/** Ends a session. Does nothing when there is none. */
export async function deleteWebSession(connection: Connection, secretHash: Buffer): Promise<void> {
  await connection.execute(sql`DELETE FROM web_sessions WHERE secret_hash = ${secretHash}::bytea`)
}

/** Ends every session and revokes every token of a user: of the pages, of apps and of the panel. */
export async function endSessionsOfUser(connection: Connection, userId: number): Promise<void> {
  await connection.execute(
    sql`WITH raised AS (
          UPDATE users SET token_version = token_version + 1 WHERE id = ${userId}::int RETURNING id
        ), families AS (
          UPDATE refresh_families SET revoked_at = now() FROM raised
          WHERE user_id = raised.id AND revoked_at IS NULL
        ), panel AS (
          DELETE FROM users_sessions WHERE _parent_id IN (SELECT id FROM raised)
        )
        DELETE FROM web_sessions WHERE user_id IN (SELECT id FROM raised)`,
  )
}
