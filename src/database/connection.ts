import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'
import type pg from 'pg'
import { commitTransaction, createLocalReq, initTransaction, killTransaction } from 'payload'
import type { Payload, PayloadRequest } from 'payload'

/** Anything that runs a statement: the pool, or one transaction. */
export interface Connection {
  execute(query: SQL): Promise<{ rows: Record<string, unknown>[] }>
}

const adapterOf = (payload: Payload) => payload.db as unknown as PostgresAdapter

/** The pool itself, for a library that writes its own statements. */
export const clientOf = (payload: Payload) => adapterOf(payload).pool

/** Statements outside any transaction, on whichever pooled connection is free. */
export const poolOf = (payload: Payload): Connection => adapterOf(payload).drizzle

/**
 * The connection on which the request's own transaction runs, or the pool when it has none. SQL of
 * a hook must go here: on another connection it would not see the change that called the hook, and
 * could wait for that change's locks for ever.
 */
export async function connectionOf(req: PayloadRequest): Promise<Connection> {
  const id = await req.transactionID
  const session = id === undefined ? undefined : adapterOf(req.payload).sessions[id]
  return session ? session.db : poolOf(req.payload)
}

/** What drizzle runs a connection's statements on: for the few that are prepared, which it cannot. */
export const clientBehind = (connection: Connection): Pick<pg.Pool, 'query'> =>
  (connection as unknown as { _: { session: { client: pg.Pool } } })._.session.client

/** The rows of a statement, as the type that the statement was written to return. */
export async function rowsOf<Row>(connection: Connection, query: SQL): Promise<Row[]> {
  return (await connection.execute(query)).rows as Row[]
}

/** Runs a statement that changes rows. @returns how many it changed */
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

/** Runs `work` in a transaction of its own, as `inTransaction` does, for whom nobody has asked. */
export const inOwnTransaction = async <Result>(
  payload: Payload,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> => inTransaction(await createLocalReq({}, payload), work)
