import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Payload } from 'payload'

import { registerPool } from './openPools.ts'

export type Pool = pg.Pool

/** Milliseconds that connections in use get to come back when the platform stops. */
const closingMillis = 3000

/** When a pool last lost a connection or could not give one out, on the clock of `performance`. */
const lastFailures = new WeakMap<pg.Pool, number>()

/**
 * Whether a connection was lost or could not be had since then: what a request was told of the
 * database may be wrong.
 *
 * @param since on the clock of `performance`
 */
export const connectionFailedSince = ({ db }: Payload, since: number): boolean =>
  (lastFailures.get((db as unknown as PostgresAdapter).pool) ?? -1) >= since

const sidePools = new WeakMap<pg.Pool, pg.Pool>()

/** Gives a pool another one beside it: for short questions that may be asked from in a transaction. */
export const setSidePool = (pool: pg.Pool, beside: pg.Pool): void =>
  void sidePools.set(pool, beside)

/** The pool beside the platform's own. */
export const sidePoolOf = ({ db }: Payload): pg.Pool =>
  sidePools.get((db as unknown as PostgresAdapter).pool)!

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: () => void,
) => void

/** Both ways in which a pool is asked for a connection: the second is how it asks itself. */
function noteRefusals(pool: pg.Pool, note: () => void) {
  const connect = pool.connect.bind(pool) as (connected: Connected) => void
  const noted = (connected: Connected) =>
    connect((error, client, done) => {
      if (error) note()
      connected(error, client, done)
    })
  pool.connect = ((connected?: Connected) =>
    connected
      ? noted(connected)
      : new Promise((resolve, reject) => {
          noted((error, client) => (error ? reject(error) : resolve(client!)))
        })) as typeof pool.connect
}

/**
 * A pool that outlives the loss of its connections, with as many as the adapter says, or as `max`.
 *
 * @param name what it is for, in what is measured
 */
export function openPool(
  adapter: PostgresAdapter,
  max = adapter.poolOptions.max,
  name = 'requests',
): pg.Pool {
  const pool: pg.Pool = new adapter.pg.Pool({ ...adapter.poolOptions, max })
  registerPool(pool, name)
  const note = () => void lastFailures.set(pool, performance.now())
  noteRefusals(pool, note)
  // PostgreSQL says goodbye before it hangs up, and the statement fails with those words.
  pool.on('release', (error?: Error) => {
    if (error && (error as { severity?: string }).severity !== 'ERROR') note()
  })
  // Without listeners Node would end the process over a lost connection: the pool's is for one that
  // was idle, the client's also for one in the middle of a transaction.
  pool.on('error', () => undefined)
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      note()
      adapter.payload.logger.warn(`A database connection was lost: ${error.message}`)
    }),
  )
  return pool
}

/** A pool of the worker's own: whoever waits for an answer does not wait for jobs. */
export const workerPool = ({ db }: Payload, max: number): pg.Pool =>
  openPool(db as unknown as PostgresAdapter, max, 'worker')

/** A request that was cut off may never give its connection back, and nobody waits for it then. */
export const closePool = (pool: pg.Pool) =>
  Promise.race([pool.end(), sleep(closingMillis, undefined, { ref: false })])
