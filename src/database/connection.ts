import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'
import type pg from 'pg'
import { commitTransaction, createLocalReq, initTransaction, killTransaction } from 'payload'
import type { Payload, PayloadRequest } from 'payload'

/** Runs statements: on the pool, or in one transaction. */
export interface Connection {
  execute(query: SQL): Promise<{ rows: Record<string, unknown>[] }>
}

const adapterOf = (payload: Payload) => payload.db as unknown as PostgresAdapter

/** The pool itself, for libraries that write their own statements. */
export const clientOf = (payload: Payload) => adapterOf(payload).pool

/** Runs statements outside any transaction, on a free connection of the pool. */
export const poolOf = (payload: Payload): Connection => adapterOf(payload).drizzle

/**
 * The connection of the request's transaction, or the pool if it has none. SQL of a hook must run here:
 * another connection would not see the change that called the hook, and could wait for its locks for
 * ever.
 */
export async function connectionOf(req: PayloadRequest): Promise<Connection> {
  const id = await req.transactionID
  const session = id === undefined ? undefined : adapterOf(req.payload).sessions[id]
  return session ? session.db : poolOf(req.payload)
}

/** The `pg` client behind a drizzle connection, for prepared statements, which drizzle cannot run. */
export const clientBehind = (connection: Connection): Pick<pg.Pool, 'query'> =>
  (connection as unknown as { _: { session: { client: pg.Pool } } })._.session.client

/** The rows of a statement. The caller names their type; it is not checked. */
export async function rowsOf<Row>(connection: Connection, query: SQL): Promise<Row[]> {
  return (await connection.execute(query)).rows as Row[]
}

/** The ids in the rows of a statement, in their order. */
export async function idsOf(connection: Connection, query: SQL): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(connection, query)
  return rows.map(({ id }) => id)
}

/** Runs a statement that changes rows. @returns the number of changed rows */
export async function countChanged(connection: Connection, change: SQL): Promise<number> {
  const rows = await rowsOf<{ count: number }>(
    connection,
    sql`WITH changed AS (${change} RETURNING 1) SELECT count(*)::int AS count FROM changed`,
  )
  return rows[0]!.count
}

/**
 * Runs `work` in the request's transaction, or in one of its own that is committed when `work`
 * returns and rolled back when it throws.
 *
 * @throws what `work` throws, or the database's error when the commit fails
 */
export async function inTransaction<Result>(
  req: PayloadRequest,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const mine = await initTransaction(req)
  try {
    const result = await work(await connectionOf(req))
    if (mine) await commitTransaction(req)
    return result
  } catch (error) {
    if (mine) await killTransaction(req)
    throw error
  }
}

/** Runs `work` in a transaction of its own, outside any request. */
export const inOwnTransaction = async <Result>(
  payload: Payload,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> => inTransaction(await createLocalReq({}, payload), work)
