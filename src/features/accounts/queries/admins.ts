import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** Any constant: whoever is about to take an admin away asks for this same lock. */
const lastAdminLock = 7_046_029

/** Any constant: servers that start together ask for this same lock. */
const firstAdminLock = 3_405_691

/** Lets one server at a time look for a first admin, until its transaction ends. */
export async function lockFirstAdmin(connection: Connection) {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(${firstAdminLock})`)
}

/**
 * How many active admins would remain without these users. Holds a lock until the transaction ends,
 * or two admins could demote each other at the same time.
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
