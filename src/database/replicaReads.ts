import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Payload, PayloadRequest } from 'payload'

import { type Connection, connectionOf, poolOf } from './connection.ts'
import type { Replica, Replicas } from './replicas.ts'
import { servicesOf } from '../shared/services.ts'

/** How old an answer may be that does not come from the primary. */
export type Staleness =
  /** As of now: what is kept, in a cache here or on the way, must not be old when it gets there. */
  | 'current'
  /** A few seconds. */
  | 'near'

/** The replica that the work under way reads from. */
const reading = new AsyncLocalStorage<Replica>()

/** What everybody may see. Who may do what, sessions, tokens and registrations are the primary's. */
const openToAll = new Set(['events', 'media'])

/** Whether there are replicas at all. */
export const hasReplicas = (payload: Payload): boolean => servicesOf(payload).replicas !== undefined

/**
 * Does work that only reads, and reads what everybody may see from a replica: when there is one that
 * is near enough, else from the primary. Nothing may be decided by what it reads.
 */
export async function withReplica<Result>(
  payload: Payload,
  age: Staleness,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const { replicas } = servicesOf(payload)
  if (!replicas) return work()
  const replica = age === 'near' ? replicas.near() : await replicas.current()
  return replica ? reading.run(replica, work) : work()
}

/** Where the work under way reads from what everybody may see, outside any transaction. */
export const readerOf = (payload: Payload): Connection =>
  reading.getStore()?.connection ?? poolOf(payload)

/** The same for work that may be in a transaction: there it reads what that has written. */
export const readerIn = async (req: PayloadRequest): Promise<Connection> =>
  (await req.transactionID) === undefined ? readerOf(req.payload) : connectionOf(req)

type Read = (args: never) => Promise<unknown>

interface ReadArgs {
  collection: string
  req?: Partial<PayloadRequest>
}

/** Passes a replica as if it were a transaction: Payload knows no other way to say where to read. */
function onReplica(adapter: PostgresAdapter, read: Read) {
  return async (args: ReadArgs) => {
    const replica = reading.getStore()
    const isElsewhere = !replica || !openToAll.has(args.collection)
    if (isElsewhere || (await args.req?.transactionID) !== undefined) return read(args as never)
    adapter.sessions[replica.name] ??= {
      // Not before: the adapter knows its tables only once Payload has started.
      db: drizzle({ client: replica.client, schema: adapter.schema }) as never,
      resolve: () => Promise.resolve(),
      reject: () => Promise.resolve(),
    }
    return read({ ...args, req: { transactionID: replica.name } } as never)
  }
}

/**
 * Gives the adapter its replicas. Not by Payload's own option: that reads everything from them but in
 * the seconds after a write by the same process, so that who signs in on one server is a stranger to
 * the next; and one that is gone takes its reads with it (docs/decisions/0019-many-servers.md).
 */
export function readFromReplicas(adapter: PostgresAdapter, replicas: Replicas): PostgresAdapter {
  const { destroy } = adapter
  const { find, findOne, count } = adapter
  adapter.find = onReplica(adapter, find.bind(adapter)) as typeof find
  adapter.findOne = onReplica(adapter, findOne.bind(adapter)) as typeof findOne
  adapter.count = onReplica(adapter, count.bind(adapter)) as typeof count
  adapter.destroy = async () => {
    await replicas.close()
    await destroy?.call(adapter)
  }
  return adapter
}
