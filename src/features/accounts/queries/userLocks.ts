import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Connection } from '../../../database/connection.ts'

/** Locks the user's row: every other change of the user waits until the transaction ends. */
export async function lockUser(connection: Connection, id: number) {
  await connection.execute(sql`SELECT 1 FROM users WHERE id = ${id}::bigint FOR NO KEY UPDATE`)
}

/** Locks the rows of several users, in the order in which every such transaction locks them. */
export async function lockUserRows(connection: Connection, ids: number[]) {
  await connection.execute(
    sql`SELECT 1 FROM users WHERE id = ANY(${sql.param(ids)}::int[])
        ORDER BY id FOR NO KEY UPDATE`,
  )
}
