import type { Pool } from 'pg'
import type { Payload } from 'payload'

export const poolOf = (payload: Payload) => (payload.db as unknown as { pool: Pool }).pool

/** All that is stored in a table, as text: two readings differ when anything was changed. */
export async function storedRows(payload: Payload, table: string): Promise<string> {
  const { rows } = await poolOf(payload).query<{ stored: string }>(
    `SELECT coalesce(json_agg(t ORDER BY id)::text, '') AS stored FROM ${table} t`,
  )
  return rows[0]!.stored
}
