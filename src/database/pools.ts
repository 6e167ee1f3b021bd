import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { servicesOf } from '../shared/services.ts'
import type { Connection } from './connection.ts'
import { registerPool } from './poolRegistry.ts'

export type Pool = pg.Pool

/**
 * Milliseconds that an idle connection stays open. Scheduled tasks run each minute: with less, each run
 * would open its connections again, which costs more than its statements.
 */
const idleTimeoutMillis = 70_000

/** Milliseconds to wait for connections that are in use when the platform stops. */
const closingMillis = 3000

/** The connections of a Payload instance to the primary. */
export interface DatabasePools {
  main: pg.Pool
  /** A few connections for short statements that also run while a transaction holds one of `main`. */
  side: pg.Pool
  /** For the batches of claims. They never wait for a read, and never plan their statement again. */
  claims: pg.Pool
  /** The same, as code that runs statements takes it. */
  claimConnection: Connection
  /** For what clients read with filters of their own: few connections, whose statements may not take long. */
  reads: pg.Pool
  /** The same, as code that runs statements takes it. */
  readConnection: Connection
  /** When `main` last lost a connection or could not give one out, on the clock of `performance`. */
  lastFailureAt: number
}

declare module '../shared/services.ts' {
  interface Services {
    pools: DatabasePools
  }
}

/**
 * Whether a connection was lost or could not be had since then. If so, what a request read from the
 * database may be wrong.
 *
 * @param since on the clock of `performance`
 */
export const connectionFailedSince = (payload: Payload, since: number): boolean =>
  servicesOf(payload).pools.lastFailureAt >= since

/** Runs the claim statement. Nothing else: it reads plans without the values of a statement. */
export const claimConnectionOf = (payload: Payload): Connection =>
  servicesOf(payload).pools.claimConnection

/** The pool for short statements that must not wait for a connection of the main pool. */
export const sidePoolOf = (payload: Payload): pg.Pool => servicesOf(payload).pools.side

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: () => void,
) => void

/** Covers both forms of `connect`. The pool itself uses the one with a callback. */
function onConnectError(pool: pg.Pool, onFailure: () => void) {
  const connect = pool.connect.bind(pool) as (connected: Connected) => void
  const noted = (connected: Connected) =>
    connect((error, client, done) => {
      if (error) onFailure()
      connected(error, client, done)
    })
  pool.connect = ((connected?: Connected) =>
    connected
      ? noted(connected)
      : new Promise((resolve, reject) => {
          noted((error, client) => (error ? reject(error) : resolve(client!)))
        })) as typeof pool.connect
}

interface PoolOptions {
  /** The most connections; as many as the adapter says, unless it is given. */
  max?: number
  /** The pool's name in metrics. */
  name: string
  /** Settings of PostgreSQL for its connections, as on the command line of `postgres`. */
  settings?: string
  /** Is called when a connection was lost or could not be had. */
  onFailure?: () => void
}

const ignore = () => undefined

/** A pool that replaces connections that it has lost. */
export function openPool(
  adapter: PostgresAdapter,
  { max = adapter.poolOptions.max, name, settings = '', onFailure = ignore }: PoolOptions,
): pg.Pool {
  const options = `${adapter.poolOptions.options ?? ''} ${settings}`
  const pool: pg.Pool = new adapter.pg.Pool({
    ...adapter.poolOptions,
    max,
    options,
    idleTimeoutMillis,
  })
  registerPool(pool, name)
  onConnectError(pool, onFailure)
  // PostgreSQL sends an error before it closes a connection, and the statement fails with that error.
  pool.on('release', (error?: Error) => {
    if (error && (error as { severity?: string }).severity !== 'ERROR') onFailure()
  })
  // Without listeners a lost connection ends the Node process. The pool reports idle connections, the
  // client also those within a transaction.
  pool.on('error', ignore)
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      // A closed pool does not wait until its connections have ended: a database that stops next may end them.
      if (pool.ending) return
      onFailure()
      adapter.payload.logger.warn(`A database connection was lost: ${error.message}`)
    }),
  )
  return pool
}

/** Connections of the side pool. Each statement there takes about a millisecond. */
const sideConnections = 2

/** Connections of the claims pool: two batches at a time, and four statements that wait for a lock. */
const claimConnections = 6

/**
 * PostgreSQL would plan the claim statement for each batch anew, because it guesses that a plan for the
 * given claims is better. It is the same plan, and planning took more than half of a small batch.
 */
export const planOnce = '-c plan_cache_mode=force_generic_plan'

/** The connections for the reads of clients: a quarter as many as those of requests. */
export const readConnectionsOf = ({ DATABASE_POOL_SIZE: size }: Env): number =>
  Math.max(2, Math.floor(size / 4))

/** The setting for the time of one statement of such a read. */
function readTimeout({ DATABASE_READ_SECONDS, DATABASE_STATEMENT_SECONDS }: Env): string {
  const seconds = [DATABASE_READ_SECONDS, DATABASE_STATEMENT_SECONDS].filter((each) => each > 0)
  return `-c statement_timeout=${Math.round(Math.min(...seconds, 3600) * 1000)}`
}

/** Opens the pools to the primary; their connections are made with the first statements. */
export function openPrimaryPools(adapter: PostgresAdapter, env: Env): DatabasePools {
  const onFailure = () => (pools.lastFailureAt = performance.now())
  const max = claimConnections
  const claims = openPool(adapter, { name: 'claims', max, settings: planOnce, onFailure })
  const reads = openPool(adapter, {
    name: 'reads',
    max: readConnectionsOf(env),
    settings: readTimeout(env),
    onFailure,
  })
  const pools: DatabasePools = {
    main: openPool(adapter, { name: 'requests', onFailure }),
    side: openPool(adapter, { name: 'beside', max: sideConnections }),
    claims,
    claimConnection: drizzle({ client: claims }),
    reads,
    readConnection: drizzle({ client: reads }),
    lastFailureAt: -1,
  }
  return pools
}

/** The worker's own pool, so that requests do not wait for the connections of jobs. */
export const workerPool = ({ db }: Payload, max: number): pg.Pool =>
  openPool(db as unknown as PostgresAdapter, { max, name: 'worker' })

/** Closes a pool. A request that was cut off may never return its connection, so the wait is bounded. */
export const closePool = (pool: pg.Pool) =>
  Promise.race([pool.end(), sleep(closingMillis, undefined, { ref: false })])
