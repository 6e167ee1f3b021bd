import { type PostgresAdapter, postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'
import type pg from 'pg'

import type { Env } from '../config/env.ts'
import { failLostCommits } from './transactions.ts'

/** Milliseconds to wait for a connection before a request fails instead of hanging. */
const connectionTimeoutMillis = 10_000

/**
 * Gives the adapter its pool. Payload's own keeps one connection checked out for ever, to notice its
 * loss, and never closes any; a pool replaces lost connections by itself.
 */
function ownPool(adapter: PostgresAdapter): PostgresAdapter {
  const pool: pg.Pool = new adapter.pg.Pool(adapter.poolOptions)
  // Without listeners Node would end the process over a lost connection: the pool's is for one that
  // was idle, the client's also for one in the middle of a transaction.
  pool.on('error', () => undefined)
  pool.on('connect', (client) =>
    client.on('error', (error) =>
      adapter.payload.logger.warn(`A database connection was lost: ${error.message}`),
    ),
  )
  adapter.pool = pool
  const forget = adapter.destroy?.bind(adapter)
  adapter.destroy = async () => {
    await forget?.()
    await pool.end()
  }
  return adapter
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
    init: (args: Parameters<typeof init>[0]) => failLostCommits(ownPool(init(args))),
  }
}
