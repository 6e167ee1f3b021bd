import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { PayloadRequest } from 'payload'

import { checkWeight, type ReadArgs } from './checkWeight.ts'
import { servicesOf } from '../shared/services.ts'

const isBounded = new AsyncLocalStorage<true>()

/** The name under which the adapter knows the pool for reads. Transactions have random names. */
const session = 'bounded reads'

/**
 * Runs a read that a client asked for, with its own filters. Outside a transaction Payload reads with the
 * connections for such reads: they are few, and their statements have a short timeout. So a filter that
 * takes long takes no connection from registrations.
 */
export const withBoundedReads = <Result>(work: () => Result): Result => isBounded.run(true, work)

type Args = ReadArgs & { req?: Partial<PayloadRequest> }
type Read = (args: Args) => Promise<unknown>

const reads = ['find', 'findOne', 'findVersions', 'findDistinct', 'count', 'countVersions'] as const

/** Makes the adapter use those connections. Payload has no other way to choose one than a transaction. */
export function boundReads(adapter: PostgresAdapter): PostgresAdapter {
  const { pools } = servicesOf(adapter.payload)
  const open = () => ({
    // Made with the first read: the adapter knows its tables only when Payload has started.
    db: drizzle({ client: pools.reads, schema: adapter.schema }) as never,
    resolve: () => Promise.resolve(),
    reject: () => Promise.resolve(),
  })
  for (const name of reads) {
    const read = adapter[name].bind(adapter) as unknown as Read
    const bounded: Read = async (args) => {
      if (!isBounded.getStore() || (await args.req?.transactionID) !== undefined) return read(args)
      adapter.sessions[session] ??= open()
      const readHere = (more: Partial<ReadArgs> = {}) =>
        read({ ...args, ...more, req: { transactionID: session } })
      if (name === 'find' || name === 'findVersions') {
        await checkWeight(adapter, name, args, async () => {
          const { docs } = (await readHere({ select: { id: true } })) as { docs: { id: number }[] }
          return docs.map(({ id }) => id)
        })
      }
      return readHere()
    }
    Object.assign(adapter, { [name]: bounded })
  }
  return adapter
}
