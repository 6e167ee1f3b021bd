import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Connection } from '../../../database/connection.ts'

/** Holds up every other change of the user until the transaction ends. */
export async function lockUser(connection: Connection, id: number) {
  await connection.execute(sql`SELECT 1 FROM users WHERE id = ${id}::bigint FOR NO KEY UPDATE`)
}

/** The same for the user who was sent that token to set a new password with. */
export async function lockUserOfResetToken(connection: Connection, token: string) {
  await connection.execute(
    sql`SELECT 1 FROM users WHERE reset_password_token = ${token}::text FOR NO KEY UPDATE`,
  )
}

/** The same for all users: for bulk changes, whose rows are not known beforehand. */
export async function lockAllUsers(connection: Connection) {
  // Weaker modes let others lock single rows, and two who wait for each other's would be left.
  await connection.execute(sql`LOCK TABLE users IN EXCLUSIVE MODE`)
}
