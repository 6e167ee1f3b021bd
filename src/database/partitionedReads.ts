import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'
import { buildQuery } from '@payloadcms/drizzle'
import { AsyncLocalStorage } from 'node:async_hooks'

import { type Connection, rowsOf } from './connection.ts'

/** A list that is read for many documents at once: a page of its own for each of them. */
export interface Partition {
  collection: string
  /** The field that refers to the document which a page belongs to. */
  field: string
  /** Documents of each page. */
  limit: number
  /** From 1. */
  page: number
  /** Gets the number of all matching documents, by the document that their page belongs to. */
  totals: Map<number, number>
}

const current = new AsyncLocalStorage<Partition>()

/**
 * Runs a list of Payload so that its limit is one for each document that `field` refers to: as a list of each
 * would be, in one statement. The rules of the collection, and the caller's filter and order, hold as ever.
 */
export const withPartition = <Result>(
  partition: Partition,
  work: () => Promise<Result>,
): Promise<Result> => current.run(partition, work)

type FindArgs = Parameters<PostgresAdapter['find']>[0]
type Column = SQL

interface Ranked {
  id: number
  owner: number
  number: number
  total: number
}

async function connectionOf(adapter: PostgresAdapter, { req }: FindArgs): Promise<Connection> {
  const id = await req?.transactionID
  return (id === undefined ? undefined : adapter.sessions[id]?.db) ?? adapter.drizzle
}

/** The statement that numbers the documents of each page. The first one is always there: it has the total. */
function rankedIds(adapter: PostgresAdapter, partition: Partition, args: FindArgs): SQL {
  const { collection, field, limit, page } = partition
  const table = adapter.tables[collection] as unknown as Record<string, Column>
  const fields = adapter.payload.collections[collection as 'events'].config.flattenedFields
  const { joins, orderBy, where } = buildQuery({
    adapter: adapter as never,
    fields,
    locale: undefined,
    sort: [args.sort ?? []].flat(),
    tableName: collection,
    where: args.where!,
  })
  const order = sql.join(
    orderBy.map(({ column, order: direction }) => direction(column as never)),
    sql`, `,
  )
  const joined = joins.map(
    ({ condition, table: other, type }) =>
      sql`${sql.raw(type === 'innerJoin' ? 'JOIN' : 'LEFT JOIN')} ${other} ON ${condition}`,
  )
  const after = (page - 1) * limit
  return sql`SELECT * FROM (
      SELECT ${table.id} AS id, ${table[field]} AS owner,
             row_number() OVER (PARTITION BY ${table[field]} ORDER BY ${order})::int AS number,
             count(*) OVER (PARTITION BY ${table[field]})::int AS total
      FROM ${table} ${sql.join(joined, sql` `)} WHERE ${where}
    ) ranked
    WHERE number = 1 OR number > ${after}::int AND number <= ${after + limit}::int`
}

const emptyPage = {
  docs: [],
  totalDocs: 0,
  limit: 0,
  totalPages: 1,
  page: 1,
  pagingCounter: 1,
  hasPrevPage: false,
  hasNextPage: false,
  prevPage: null,
  nextPage: null,
}

/** Lets lists be read for many documents at once. Payload has no way to limit them for each. */
export function partitionReads(adapter: PostgresAdapter): PostgresAdapter {
  const find = adapter.find.bind(adapter)
  adapter.find = async (args: FindArgs) => {
    const partition = current.getStore()
    if (partition?.collection !== args.collection) return find(args)
    const { limit, page, totals } = partition
    const connection = await connectionOf(adapter, args)
    const ranked = await rowsOf<Ranked>(connection, rankedIds(adapter, partition, args))
    for (const { owner, total } of ranked) totals.set(owner, total)
    const after = (page - 1) * limit
    const ids = ranked.flatMap(({ id, number }) => (number > after ? [id] : []))
    if (ids.length === 0) return emptyPage
    return find({ ...args, where: { id: { in: ids } }, limit: 0, page: 1, pagination: false })
  }
  return adapter
}
