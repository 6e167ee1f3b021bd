import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/** All rows of a table as text. Two texts differ when a row has changed. */
export async function storedRows(payload: Payload, table: string): Promise<string> {
  const { rows } = await poolOf(payload).query<{ stored: string }>(
    `SELECT coalesce(json_agg(t ORDER BY id)::text, '') AS stored FROM ${table} t`,
  )
  return rows[0]!.stored
}
