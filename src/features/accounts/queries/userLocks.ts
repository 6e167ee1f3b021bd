import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Connection } from '../../../database/connection.ts'

/** Locks the user's row: every other change of the user waits until the transaction ends. */
export async function lockUser(connection: Connection, id: number) {
  await connection.execute(sql`SELECT 1 FROM users WHERE id = ${id}::bigint FOR NO KEY UPDATE`)
}

/** Locks all users, for bulk changes whose rows are not known beforehand. */
export async function lockAllUsers(connection: Connection) {
  // In a weaker mode others could lock single rows, and two transactions could wait for each other.
  await connection.execute(sql`LOCK TABLE users IN EXCLUSIVE MODE`)
}
