import { type PostgresAdapter, postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

import type { Env } from '../config/env.ts'
import { askLocksBeside } from './documentLocks.ts'
import { keepToSessions } from './sessionWrites.ts'
import { failLostCommits } from './transactions.ts'

/** Milliseconds to wait for a connection before a request fails instead of hanging. */
const connectionTimeoutMillis = 10_000

/** Connections for what Payload asks beside a transaction; each question takes a millisecond. */
const connectionsBeside = 2

/** Milliseconds that connections in use get to come back when the platform stops. */
const closingMillis = 3000

function openPool(adapter: PostgresAdapter, max?: number): pg.Pool {
  const pool: pg.Pool = new adapter.pg.Pool({ ...adapter.poolOptions, ...(max && { max }) })
  // Without listeners Node would end the process over a lost connection: the pool's is for one that
  // was idle, the client's also for one in the middle of a transaction.
  pool.on('error', () => undefined)
  pool.on('connect', (client) =>
    client.on('error', (error) =>
      adapter.payload.logger.warn(`A database connection was lost: ${error.message}`),
    ),
  )
  return pool
}

/** A request that was cut off may never give its connection back, and nobody waits for it then. */
const closePool = (pool: pg.Pool) =>
  Promise.race([pool.end(), sleep(closingMillis, undefined, { ref: false })])

/**
 * Gives the adapter its pools. Payload's own keeps one connection checked out for ever, to notice its
 * loss, and never closes any; a pool replaces lost connections by itself.
 */
function ownPools(adapter: PostgresAdapter): PostgresAdapter {
  const pool = openPool(adapter)
  const besidePool = openPool(adapter, connectionsBeside)
  adapter.pool = pool
  const forget = adapter.destroy?.bind(adapter)
  adapter.destroy = async () => {
    await forget?.()
    await Promise.all([closePool(pool), closePool(besidePool)])
  }
  return askLocksBeside(adapter, besidePool)
}

/**
 * The PostgreSQL adapter of Payload as this platform runs it: no schema push (it asks questions on
 * the terminal and drops what it does not know), times in UTC, and commits that cannot be lost
 * unnoticed.
 */
export function databaseAdapter(env: Env) {
  const { init, ...rest } = postgresAdapter({
    push: false,
    migrationDir: path.resolve('src/db/migrations'),
    pool: {
      connectionString: env.DATABASE_URL,
      max: env.DATABASE_POOL_SIZE,
      connectionTimeoutMillis,
      options: '-c timezone=UTC',
    },
  })
  return {
    ...rest,
    init: (args: Parameters<typeof init>[0]) =>
      keepToSessions(failLostCommits(ownPools(init(args)))),
  }
}
