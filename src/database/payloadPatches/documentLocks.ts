import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import type pg from 'pg'

const documentLocks = 'payload-locked-documents'

/** The name under which the adapter finds the connections below, as if they were a transaction. */
const beside = 'beside every transaction'

/**
 * Before each change Payload asks, from within the change's transaction but on a second connection,
 * whether somebody has the document open in the panel. As soon as as many changes ran at once as the
 * pool has connections, each would hold one and wait for another that nobody gives back. That
 * question is asked on connections of its own, which never wait for anything.
 */
export function readLocksOnSidePool(adapter: PostgresAdapter, pool: pg.Pool): PostgresAdapter {
  const find = adapter.find.bind(adapter)
  adapter.find = (args) => {
    if (args.collection !== documentLocks || args.req) return find(args)
    adapter.sessions[beside] ??= {
      db: drizzle({ client: pool, schema: adapter.schema }) as never,
      resolve: () => Promise.resolve(),
      reject: () => Promise.resolve(),
    }
    return find({ ...args, req: { transactionID: beside } })
  }
  return adapter
}
