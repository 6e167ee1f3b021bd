import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { sql } from '@payloadcms/db-postgres/drizzle'
import type { SelectType } from 'payload'

import { servicesOf } from '../shared/services.ts'
import { alwaysAllowed, maxPageBytes, pageTooHeavy } from '../shared/pageWeight.ts'
import { type Connection, rowsOf } from './connection.ts'

/** The tables whose rows can be large. Their column `text_bytes` has what the texts of a row weigh. */
const tables = { find: sql`events`, findVersions: sql`_events_v` }

export type HeavyRead = keyof typeof tables

export interface ReadArgs {
  collection?: string
  limit?: number
  select?: SelectType
}

const largeFields = ['description', 'body', 'version']

/** Whether the caller has chosen fields, and none of the large ones. */
function isLight(select: SelectType | undefined): boolean {
  if (!select) return false
  const chosen = Object.entries(select)
  if (chosen.some(([, value]) => value === false)) {
    return ['description', 'body'].every((name) => select[name] === false)
  }
  return !chosen.some(([name]) => largeFields.includes(name))
}

/** What so many of the heaviest rows weigh: an upper bound, read from the index alone. */
async function weightOfHeaviest(connection: Connection, name: HeavyRead, count: number) {
  const [row] = await rowsOf<{ bytes: number }>(
    connection,
    sql`SELECT coalesce(sum(text_bytes), 0)::float8 AS bytes FROM (
          SELECT text_bytes FROM ${tables[name]} ORDER BY text_bytes DESC LIMIT ${count}::int) heaviest`,
  )
  return row!.bytes
}

async function weightOfRows(connection: Connection, name: HeavyRead, ids: number[]) {
  const [row] = await rowsOf<{ bytes: number }>(
    connection,
    sql`SELECT coalesce(sum(text_bytes), 0)::float8 AS bytes FROM ${tables[name]}
        WHERE id = ANY(${sql.param(ids)}::int[])`,
  )
  return row!.bytes
}

/**
 * Refuses a list whose rows are too heavy before it reads them.
 *
 * @param readIds the same read, for the ids alone
 * @throws {Refusal} 400
 */
export async function checkWeight(
  adapter: PostgresAdapter,
  name: HeavyRead,
  { collection, limit = 10, select }: ReadArgs,
  readIds: () => Promise<number[]>,
): Promise<void> {
  const isSmall = limit > 0 && limit <= alwaysAllowed
  if (collection !== 'events' || isSmall || isLight(select)) return
  const connection = servicesOf(adapter.payload).pools.readConnection
  const most = limit > 0 ? limit : 1000
  if ((await weightOfHeaviest(connection, name, most)) <= maxPageBytes) return
  const ids = await readIds()
  if (ids.length <= alwaysAllowed) return
  if ((await weightOfRows(connection, name, ids)) > maxPageBytes) throw pageTooHeavy()
}
