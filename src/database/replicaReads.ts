import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Payload, PayloadRequest } from 'payload'

import { type Connection, connectionOf } from './connection.ts'
import type { Replica, Replicas } from './replicas.ts'
import { servicesOf } from '../shared/services.ts'

/** How old the data of a read from a replica may be. */
export type Staleness =
  /** As of now: a response that a cache stores must not be outdated when it is stored. */
  | 'current'
  /** At most a few seconds old. */
  | 'near'

/** The replica that the current work reads from. */
const currentReplica = new AsyncLocalStorage<Replica>()

/** The collections that replicas serve. Permissions, sessions, tokens and registrations need the primary. */
const replicatedCollections = new Set(['events', 'media'])

/** Whether there are replicas at all. */
export const hasReplicas = (payload: Payload): boolean => servicesOf(payload).replicas !== undefined

/**
 * Runs work that only reads. Events and media come from a replica if one is fresh enough, else from the
 * primary. No decision about a write may depend on the result.
 */
export async function withReplica<Result>(
  payload: Payload,
  age: Staleness,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const { replicas } = servicesOf(payload)
  if (!replicas) return work()
  const replica = age === 'near' ? replicas.near() : await replicas.current()
  return replica ? currentReplica.run(replica, work) : work()
}

/** The connection for reads of public data outside any transaction: a replica or the primary. */
export const readerOf = (payload: Payload): Connection =>
  currentReplica.getStore()?.connection ?? servicesOf(payload).pools.readConnection

/** The same for work that may be in a transaction, which must see the transaction's own writes. */
export const readerIn = async (req: PayloadRequest): Promise<Connection> =>
  (await req.transactionID) === undefined ? readerOf(req.payload) : connectionOf(req)

type Read = (args: never) => Promise<unknown>

interface ReadArgs {
  collection: string
  req?: Partial<PayloadRequest>
}

/** Passes the replica as if it were a transaction: Payload has no other way to choose the connection. */
function onReplica(adapter: PostgresAdapter, read: Read) {
  return async (args: ReadArgs) => {
    const replica = currentReplica.getStore()
    const usesPrimary = !replica || !replicatedCollections.has(args.collection)
    if (usesPrimary || (await args.req?.transactionID) !== undefined) return read(args as never)
    adapter.sessions[replica.name] ??= {
      // Made with the first read: the adapter knows its tables only when Payload has started.
      db: drizzle({ client: replica.client, schema: adapter.schema }) as never,
      resolve: () => Promise.resolve(),
      reject: () => Promise.resolve(),
    }
    return read({ ...args, req: { transactionID: replica.name } } as never)
  }
}

/**
 * Makes the adapter read from replicas. Payload's own option reads everything from them, except in the
 * seconds after a write by the same process: a user who signs in on one server would be unknown on
 * the next. And its reads fail when a replica is lost (docs/decisions/0019-many-servers.md).
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
