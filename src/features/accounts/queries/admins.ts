import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** The key of the advisory lock for removing an admin. Any constant will do. */
const lastAdminLock = 7_046_029

/** The key of the advisory lock for creating the first admin. Any constant will do. */
const firstAdminLock = 3_405_691

/** Lets one server at a time create the first admin, until its transaction ends. */
export async function lockFirstAdmin(connection: Connection) {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(${firstAdminLock})`)
}

/**
 * Counts the active admins without these users. It takes a lock until the transaction ends, so that two
 * admins cannot demote each other at the same time.
 */
export async function countOtherAdmins(connection: Connection, without: number[]) {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(${lastAdminLock})`)
  const rows = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM users
        WHERE role = 'admin' AND suspended IS NOT TRUE AND NOT id = ANY(${sql.param(without)}::int[])`,
  )
  return rows[0]?.count ?? 0
}
