import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { PayloadRequest } from 'payload'

import { servicesOf } from '../../shared/services.ts'
import { connectionOf, poolOf, type Connection } from '../connection.ts'
import {
  invalidateEvents,
  invalidateEverything,
  invalidateSeats,
} from '../../cache/invalidation/tracker.ts'

interface Write {
  collection: string
  req?: Partial<PayloadRequest>
  /** Set in an update of one document by its id. */
  id?: number | string
}

/** The document as the adapter returns it: with some of its fields when the caller selected those. */
type Written = { id?: number | string; event?: unknown } | null | undefined

const numberOf = (value: unknown): number | undefined => {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
  return typeof id === 'number' ? id : undefined
}

declare module '../../shared/services.ts' {
  interface Services {
    /** The id of the event that a registration is for; empty when there is no such registration. */
    eventsOfRegistration: (connection: Connection, registrationId: number) => Promise<number[]>
  }
}

async function invalidateRegistration(
  { payload }: PostgresAdapter,
  connection: Connection,
  write: Write,
  doc: Written,
) {
  const eventId = numberOf(doc?.event)
  if (eventId !== undefined) return invalidateSeats(connection, [eventId])
  const id = Number(doc?.id ?? write.id)
  if (!Number.isSafeInteger(id)) return invalidateEverything(connection)
  const { eventsOfRegistration } = servicesOf(payload)
  invalidateSeats(connection, await eventsOfRegistration(connection, id))
}

type Kind = 'create' | 'update' | 'delete'

/** Invalidates the cached responses that show a document that was written. */
async function invalidateWrite(adapter: PostgresAdapter, kind: Kind, write: Write, doc: Written) {
  const { collection, req } = write
  if (!['events', 'registrations', 'media', 'users'].includes(collection)) return
  // Cached responses hold nothing of a user but the id. A new file belongs to no event yet.
  if (collection === 'users' && kind !== 'delete') return
  if (collection === 'media' && kind === 'create') return
  const connection = req
    ? await connectionOf({ ...req, payload: adapter.payload } as PayloadRequest)
    : poolOf(adapter.payload)
  if (collection === 'registrations') {
    return invalidateRegistration(adapter, connection, write, doc)
  }
  const id = numberOf(doc?.id ?? Number(write.id))
  if (collection === 'events' && id !== undefined) invalidateEvents(connection, [id])
  else invalidateEverything(connection)
}

/**
 * Upstream: Payload's adapter has no hook for "a row was written". Collection hooks do not see writes of
 * Payload itself, such as the update of a file's sizes or `db.updateOne` calls.
 * What this does: it wraps the adapter's writes, and invalidates cached responses by the event of the
 * document, or all of them after a write of many documents.
 * To see whether it can go, remove it and run tests/http/cacheInvalidation.test.ts.
 */
export function trackWrites(adapter: PostgresAdapter): PostgresAdapter {
  const create = adapter.create.bind(adapter)
  const updateOne = adapter.updateOne.bind(adapter)
  const updateMany = adapter.updateMany.bind(adapter)
  const deleteOne = adapter.deleteOne.bind(adapter)
  const deleteMany = adapter.deleteMany.bind(adapter)
  adapter.create = async (args) => {
    const doc = (await create(args)) as Written
    await invalidateWrite(adapter, 'create', args, doc)
    return doc as never
  }
  adapter.updateOne = async (args) => {
    const doc = (await updateOne(args)) as Written
    await invalidateWrite(adapter, 'update', args, doc)
    return doc as never
  }
  adapter.deleteOne = async (args) => {
    const doc = (await deleteOne(args)) as Written
    await invalidateWrite(adapter, 'delete', args, doc)
    return doc as never
  }
  adapter.updateMany = async (args) => {
    const docs = (await updateMany(args)) as Written[] | null
    for (const doc of docs ?? [null]) await invalidateWrite(adapter, 'update', args, doc)
    return docs as never
  }
  adapter.deleteMany = async (args) => {
    await deleteMany(args)
    await invalidateWrite(adapter, 'delete', args, null)
  }
  return adapter
}
