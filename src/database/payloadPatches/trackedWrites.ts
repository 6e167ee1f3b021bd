import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { PayloadRequest } from 'payload'

import { connectionOf, poolOf, type Connection } from '../connection.ts'
import { eventOfRegistration } from '../../features/registrations/queries/seats.ts'
import {
  invalidateEvents,
  invalidateEverything,
  invalidateSeats,
} from '../../cache/invalidation/tracker.ts'

interface Write {
  collection: string
  req?: Partial<PayloadRequest>
  /** Of an update that names its document. */
  id?: number | string
}

/** The document as the adapter gives it back; some of its fields alone, when only they were asked for. */
type Written = { id?: number | string; event?: unknown } | null | undefined

const numberOf = (value: unknown): number | undefined => {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
  return typeof id === 'number' ? id : undefined
}

async function noteRegistration(connection: Connection, doc: Written, write: Write) {
  const eventId = numberOf(doc?.event)
  if (eventId !== undefined) return invalidateSeats(connection, [eventId])
  const id = Number(doc?.id ?? write.id)
  if (!Number.isSafeInteger(id)) return invalidateEverything(connection)
  invalidateSeats(connection, await eventOfRegistration(connection, id))
}

type Kind = 'create' | 'update' | 'delete'

/** What a write of one document shows in. */
async function noteWrite(adapter: PostgresAdapter, kind: Kind, write: Write, doc: Written) {
  const { collection, req } = write
  if (!['events', 'registrations', 'media', 'users'].includes(collection)) return
  // Users show by their ids alone; a file that is new belongs to no event yet.
  if (collection === 'users' && kind !== 'delete') return
  if (collection === 'media' && kind === 'create') return
  const connection = req
    ? await connectionOf({ ...req, payload: adapter.payload } as PayloadRequest)
    : poolOf(adapter.payload)
  if (collection === 'registrations') return noteRegistration(connection, doc, write)
  const id = numberOf(doc?.id ?? Number(write.id))
  if (collection === 'events' && id !== undefined) invalidateEvents(connection, [id])
  else invalidateEverything(connection)
}

/** Notes what Payload's own writes touch: of one document by its event, of many at once everything. */
export function trackWrites(adapter: PostgresAdapter): PostgresAdapter {
  const create = adapter.create.bind(adapter)
  const updateOne = adapter.updateOne.bind(adapter)
  const updateMany = adapter.updateMany.bind(adapter)
  const deleteOne = adapter.deleteOne.bind(adapter)
  const deleteMany = adapter.deleteMany.bind(adapter)
  adapter.create = async (args) => {
    const doc = (await create(args)) as Written
    await noteWrite(adapter, 'create', args, doc)
    return doc as never
  }
  adapter.updateOne = async (args) => {
    const doc = (await updateOne(args)) as Written
    await noteWrite(adapter, 'update', args, doc)
    return doc as never
  }
  adapter.deleteOne = async (args) => {
    const doc = (await deleteOne(args)) as Written
    await noteWrite(adapter, 'delete', args, doc)
    return doc as never
  }
  adapter.updateMany = async (args) => {
    const docs = (await updateMany(args)) as Written[] | null
    for (const doc of docs ?? [null]) await noteWrite(adapter, 'update', args, doc)
    return docs as never
  }
  adapter.deleteMany = async (args) => {
    await deleteMany(args)
    await noteWrite(adapter, 'delete', args, null)
  }
  return adapter
}
