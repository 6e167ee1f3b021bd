import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/** All that is stored in a table, as text: two readings differ when anything was changed. */
export async function storedRows(payload: Payload, table: string): Promise<string> {
  const { rows } = await poolOf(payload).query<{ stored: string }>(
    `SELECT coalesce(json_agg(t ORDER BY id)::text, '') AS stored FROM ${table} t`,
  )
  return rows[0]!.stored
}
