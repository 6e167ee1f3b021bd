import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** Any constant: servers that start together ask for this same lock, and one fills the database. */
const fillLock = 9_161_977

/**
 * Whether the database holds nothing yet but the first admin. Nobody else who asks gets an answer
 * before the transaction ends.
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
