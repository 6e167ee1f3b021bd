import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import type pg from 'pg'

const documentLocks = 'payload-locked-documents'

/** The id under which the adapter finds the side pool, as if it were a transaction. */
const sidePoolId = 'side pool'

/**
 * Upstream: before each change Payload queries whether somebody edits the document in the panel. It does
 * so within the change's transaction, but on a second connection. When as many changes run at once
 * as the pool has connections, each holds one and waits for another: all of them hang.
 * payloadcms/payload#8092 reports such a hang; the pull request payload#11285 was closed without a merge.
 *
 * This patch runs that query on the side pool, whose statements wait for nothing.
 *
 * To see whether it can go, remove it and run tests/registrations/races.test.ts.
 */
export function readLocksOnSidePool(adapter: PostgresAdapter, pool: pg.Pool): PostgresAdapter {
  const find = adapter.find.bind(adapter)
  adapter.find = (args) => {
    if (args.collection !== documentLocks || args.req) return find(args)
    adapter.sessions[sidePoolId] ??= {
      db: drizzle({ client: pool, schema: adapter.schema }) as never,
      resolve: () => Promise.resolve(),
      reject: () => Promise.resolve(),
    }
    return find({ ...args, req: { transactionID: sidePoolId } })
  }
  return adapter
}
