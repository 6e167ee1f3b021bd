import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/** A checksum of all rows of a table. It is another one when a row has changed. */
export async function storedRows(payload: Payload, table: string): Promise<string> {
  const { rows } = await poolOf(payload).query<{ stored: string }>(
    `SELECT md5(coalesce(string_agg(t::text, '' ORDER BY id), '')) AS stored FROM ${table} t`,
  )
  return rows[0]!.stored
}
