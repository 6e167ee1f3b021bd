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
