import { type PostgresAdapter, postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'

import type { Env } from '../runtime/env/env.ts'
import { readLocksOnSidePool } from './payloadPatches/documentLocks.ts'
import { closePool, openPool, setSidePool } from './pools.ts'
import { closeRedis } from '../cache/redis.ts'
import { readFromReplicas } from './replicaReads.ts'
import { writeSessionsOnly } from './payloadPatches/sessionWrites.ts'
import { trackWrites } from './payloadPatches/trackedWrites.ts'
import { startPublisher } from '../cache/invalidation/publisher.ts'
import { throwOnFailedCommit } from './payloadPatches/transactions.ts'

/**
 * Milliseconds to wait for a connection before a request fails instead of hanging. A rush of a
 * thousand on a small machine is worked off in half of it.
 */
const connectionTimeoutMillis = 30_000

/** Connections for what is asked beside a transaction; each question takes a millisecond. */
const connectionsBeside = 2

/** Milliseconds that a transaction may do nothing: it keeps its locks from all others meanwhile. */
const idleInTransaction = 60_000

/** What PostgreSQL itself gives up, however little is left of whoever asked. */
const timeouts = ({ DATABASE_STATEMENT_SECONDS: seconds }: Env) => [
  `statement_timeout=${Math.round(seconds * 1000)}`,
  `idle_in_transaction_session_timeout=${idleInTransaction}`,
]

/**
 * Gives the adapter its pools. Payload's own keeps one connection checked out for ever, to notice its
 * loss, and never closes any; a pool replaces lost connections by itself.
 */
function ownPools(adapter: PostgresAdapter): PostgresAdapter {
  const pool = openPool(adapter)
  const besidePool = openPool(adapter, connectionsBeside, 'beside')
  adapter.pool = pool
  setSidePool(pool, besidePool)
  const telling = startPublisher(adapter)
  const forget = adapter.destroy?.bind(adapter)
  adapter.destroy = async () => {
    await forget?.()
    await telling.close()
    closeRedis(adapter.payload)
    await Promise.all([closePool(pool), closePool(besidePool)])
  }
  return readLocksOnSidePool(adapter, besidePool)
}

/**
 * The PostgreSQL adapter of Payload as this platform runs it: no schema push (it asks questions on
 * the terminal and drops what it does not know), times in UTC, and commits that cannot be lost
 * unnoticed.
 */
export function databaseAdapter(env: Env) {
  const { init, ...rest } = postgresAdapter({
    push: false,
    migrationDir: path.resolve('src/database/migrations'),
    pool: {
      connectionString: env.DATABASE_URL,
      max: env.DATABASE_POOL_SIZE,
      connectionTimeoutMillis,
      options: ['timezone=UTC', ...timeouts(env)].map((setting) => `-c ${setting}`).join(' '),
    },
  })
  return {
    ...rest,
    init: (args: Parameters<typeof init>[0]) => {
      const adapter = trackWrites(writeSessionsOnly(throwOnFailedCommit(ownPools(init(args)))))
      const urls = env.DATABASE_REPLICA_URLS
      return urls ? readFromReplicas(adapter, urls) : adapter
    },
  }
}
