import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** An arbitrary constant. Servers that start together take this lock one after another. */
const fillLock = 9_161_977

/**
 * Whether the database holds nothing but the first admin. Takes a lock until the transaction ends:
 * another server that starts the demo waits here, and then finds the database filled.
 */
export async function isUntouched(connection: Connection): Promise<boolean> {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(${fillLock})`)
  const rows = await rowsOf<{ untouched: boolean }>(
    connection,
    sql`SELECT NOT EXISTS (SELECT FROM events) AND NOT EXISTS (SELECT FROM media)
               AND (SELECT count(*) <= 1 FROM users) AS untouched`,
  )
  return rows[0]!.untouched
}

export interface StoredAccount {
  id: number
  username: string
  hash: string | null
  salt: string | null
}

/** The accounts with these addresses, and their stored passwords. */
export const findPasswords = (connection: Connection, emails: string[]): Promise<StoredAccount[]> =>
  rowsOf<StoredAccount>(
    connection,
    sql`SELECT id, username, hash, salt FROM users WHERE email = ANY (${sql.param(emails)}::text[])
        ORDER BY id`,
  )

/** Takes the passwords of accounts, and ends their sessions. A trigger revokes the tokens of apps. */
export async function endPasswords(connection: Connection, ids: number[]): Promise<void> {
  await connection.execute(
    sql`WITH changed AS (
          UPDATE users SET hash = NULL, salt = NULL WHERE id = ANY (${sql.param(ids)}::int[]) RETURNING id
        )
        DELETE FROM users_sessions WHERE _parent_id IN (SELECT id FROM changed)`,
  )
}
