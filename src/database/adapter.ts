import { type PostgresAdapter, postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { boundReads } from './boundedReads.ts'
import { readLocksOnSidePool } from './payloadPatches/documentLocks.ts'
import { searchFolded } from './payloadPatches/foldedSearch.ts'
import { partitionReads } from './partitionedReads.ts'
import { countEventsInAdvance } from './payloadPatches/eventCounts.ts'
import { closePool } from './pools.ts'
import { servicesOf } from '../shared/services.ts'
import { readFromReplicas } from './replicaReads.ts'
import { orderTotally } from './payloadPatches/totalOrder.ts'
import { writeSessionsOnly } from './payloadPatches/sessionWrites.ts'
import { trackWrites } from './payloadPatches/trackedWrites.ts'
import { throwOnFailedCommit } from './payloadPatches/transactions.ts'

/**
 * Milliseconds to wait for a connection; then the request fails. A small machine serves a rush of 1,000
 * requests in half of it.
 */
const connectionTimeoutMillis = 30_000

/** Milliseconds that a transaction may be idle, because it holds its locks meanwhile. */
const idleInTransactionMs = 60_000

/** Timeouts that PostgreSQL enforces itself, also when the process that sent the statement has ended. */
const timeouts = ({ DATABASE_STATEMENT_SECONDS: seconds }: Env) => [
  `statement_timeout=${Math.round(seconds * 1000)}`,
  `idle_in_transaction_session_timeout=${idleInTransactionMs}`,
]

/**
 * Replaces the adapter's pool. Payload's own keeps one connection checked out for ever to notice its
 * loss, and never closes any. Our pool replaces lost connections by itself.
 */
function useOwnPools(adapter: PostgresAdapter): PostgresAdapter {
  const { pools, hashingPool, invalidationPublisher, redis, searchEngine } = servicesOf(
    adapter.payload,
  )
  adapter.pool = pools.main
  const destroy = adapter.destroy?.bind(adapter)
  adapter.destroy = async () => {
    await destroy?.()
    await invalidationPublisher.close()
    redis?.close()
    await searchEngine?.close()
    await hashingPool.close()
    await Promise.all([pools.main, pools.side, pools.claims, pools.reads].map(closePool))
  }
  return readLocksOnSidePool(adapter, pools.side)
}

/**
 * The PostgreSQL adapter of Payload as this platform runs it: no schema push (it asks questions on
 * the terminal and drops what it does not know), times in UTC, and an error for a failed commit.
 *
 * @param createServices is called for each Payload instance as soon as it has an adapter. Not in
 *   `onInit`: Payload skips that in its command-line tools, and after a first start that failed
 */
export function databaseAdapter(env: Env, createServices: (payload: Payload, env: Env) => void) {
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
      const own = init(args)
      // Payload does the same when this function has returned; the services need it now.
      args.payload.db = own as unknown as typeof args.payload.db
      createServices(args.payload, env)
      const adapter = countEventsInAdvance(
        boundReads(
          searchFolded(
            orderTotally(
              partitionReads(trackWrites(writeSessionsOnly(throwOnFailedCommit(useOwnPools(own))))),
            ),
          ),
        ),
      )
      const { replicas } = servicesOf(args.payload)
      return replicas ? readFromReplicas(adapter, replicas) : adapter
    },
  }
}
