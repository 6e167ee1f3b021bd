import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

export type Identity = 'username' | 'email'

/**
 * The new identities that another user already has. Usernames that look the same count as the same. Two
 * transactions that take the same identity wait for each other, so the second one finds it taken.
 *
 * @param userId of the user who takes them; undefined for a new user
 */
export async function takenIdentities(
  connection: Connection,
  userId: number | undefined,
  { username, email }: Partial<Record<Identity, string>>,
): Promise<Identity[]> {
  await connection.execute(
    sql`SELECT pg_advisory_xact_lock(key) FROM (
          SELECT hashtextextended('username:' || username_key(${username ?? null}::text), 0) AS key
          UNION SELECT hashtextextended('email:' || ${email ?? null}::text, 0)
          ORDER BY key) locks WHERE key IS NOT NULL`,
  )
  const others = sql`id IS DISTINCT FROM ${userId ?? null}::int`
  const [row] = await rowsOf<Record<Identity, boolean>>(
    connection,
    sql`SELECT EXISTS (SELECT FROM users WHERE ${others}
                 AND username_key(username) = username_key(${username ?? null}::text)) AS username,
               EXISTS (SELECT FROM users WHERE ${others} AND email = ${email ?? null}::text) AS email`,
  )
  return (['username', 'email'] as const).filter((identity) => row![identity])
}
