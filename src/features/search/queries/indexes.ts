import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** An index of the engine that gets every change. */
export interface FedIndex {
  name: string
  format: string
  /** Whether it is complete and searched; otherwise it is being filled. */
  isLive: boolean
  /** The highest id that it was filled with. */
  filledTo: number
}

const columns = sql`name, format, is_live AS "isLive", filled_to AS "filledTo"`

/** Indexes that get changes, and the one that is being filled, do not change while a batch is written. */
const lockIndexes = sql`pg_advisory_xact_lock(20261129, 1)`
const keepIndexes = sql`pg_advisory_xact_lock_shared(20261129, 1)`

export const fedIndexes = (connection: Connection): Promise<FedIndex[]> =>
  rowsOf<FedIndex>(connection, sql`SELECT ${columns} FROM search_indexes ORDER BY name`)

/** The same, until the transaction ends: no index joins or leaves them before. */
export async function keepFedIndexes(connection: Connection): Promise<FedIndex[]> {
  await connection.execute(sql`SELECT ${keepIndexes}`)
  return fedIndexes(connection)
}

/** Waits until no batch is being written, and lets none begin before the transaction ends. */
export async function lockFedIndexes(connection: Connection): Promise<void> {
  await connection.execute(sql`SELECT ${lockIndexes}`)
}

/** Begins a new index, unless one is being filled already: then that one is used. */
export async function beginIndex(
  connection: Connection,
  { format, name }: Pick<FedIndex, 'format' | 'name'>,
): Promise<void> {
  await connection.execute(
    sql`INSERT INTO search_indexes (name, format) VALUES (${name}, ${format}) ON CONFLICT DO NOTHING`,
  )
}

/** The index that is being filled. Others who fill it wait until the transaction ends. */
export async function takeUnfinished(connection: Connection): Promise<FedIndex | undefined> {
  const [row] = await rowsOf<FedIndex>(
    connection,
    sql`SELECT ${columns} FROM search_indexes WHERE NOT is_live FOR UPDATE`,
  )
  return row
}

export async function recordFilled(connection: Connection, name: string, to: number) {
  await connection.execute(
    sql`UPDATE search_indexes SET filled_to = ${to}::int WHERE name = ${name}`,
  )
}

/** The index is complete. It replaces the one that was searched until now. */
export async function makeLive(connection: Connection, name: string): Promise<void> {
  await connection.execute(sql`DELETE FROM search_indexes WHERE name <> ${name}`)
  await connection.execute(sql`UPDATE search_indexes SET is_live = true WHERE name = ${name}`)
}

/** The engine does not have these indexes any more. */
export async function forgetIndexes(connection: Connection, names: string[]): Promise<void> {
  await connection.execute(
    sql`DELETE FROM search_indexes WHERE name = ANY (${sql.param(names)}::text[])`,
  )
}

/** Nobody feeds an engine: its indexes are outdated from now on. */
export async function forgetEngine(connection: Connection): Promise<void> {
  await connection.execute(
    sql`WITH outdated AS (DELETE FROM search_outdated) DELETE FROM search_indexes`,
  )
}
