import { Mutex } from 'async-mutex'
import type { Payload, PayloadRequest } from 'payload'

import { type Connection, connectionOf, poolOf } from '../../database/connection.ts'
import { limitOf, rejectOverLimit, stateOf } from '../../http/rateLimit/limits.ts'
import type { Env } from '../../runtime/env/env.ts'
import { isStaff } from '../../shared/access/isStaff.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { servicesOf } from '../../shared/services.ts'
import {
  countEvents,
  type EventTexts,
  lockOwned,
  millisUntilNext,
  uploadBytes,
} from './queries/owned.ts'

/** How much an attendee's account may own. Staff may own any number. */
interface Quotas {
  events: number
  /** Bytes of the texts of its events. */
  text: number
  /** Bytes of its pictures, in all sizes. */
  uploads: number
}

/**
 * What one transaction writes: the bytes of each event that was let through. A bulk change checks all of
 * its events before it writes the first, so the rows alone would let each take the same room.
 */
class TransactionWrites {
  readonly mutex = new Mutex()
  readonly bytes = new Map<number, number>()
}

declare module '../../shared/services.ts' {
  interface Services {
    quotas: Quotas
    /** By the connection of the transaction. */
    quotaWrites: WeakMap<Connection, TransactionWrites>
  }
}

function writesOf(payload: Payload, connection: Connection): TransactionWrites {
  // Without a transaction there is nothing that is not written yet.
  if (connection === poolOf(payload)) return new TransactionWrites()
  const { quotaWrites } = servicesOf(payload)
  const writes = quotaWrites.get(connection) ?? new TransactionWrites()
  quotaWrites.set(connection, writes)
  return writes
}

export const createQuotas = (env: Env): Quotas => ({
  events: env.ACCOUNT_EVENTS,
  text: env.ACCOUNT_TEXT_BYTES,
  uploads: env.ACCOUNT_UPLOAD_BYTES,
})

const quotasOf = (payload: Payload) => servicesOf(payload).quotas

/** The caller whose account is limited; undefined for staff, and for the platform's own work. */
const limitedOwner = (req: PayloadRequest) =>
  req.user && !isStaff({ req }) ? req.user.id : undefined

/** In megabytes with at most one digit after the point. */
const megabytes = (bytes: number) => `${Number((bytes / 1_000_000).toFixed(1))} MB`

/**
 * Checks what the caller's account owns before an event of it is written, in the same transaction. Of two
 * writes at once the second waits, and counts what the first has committed.
 *
 * @param id of the event; undefined for a new one
 * @param count how many new events with these texts are written
 * @throws {Refusal} 409 for too many events or too much text, 429 for too many events in a day
 */
export async function checkOwnEvents(
  req: PayloadRequest,
  texts: EventTexts,
  id?: number,
  count = 1,
): Promise<void> {
  const owner = limitedOwner(req)
  if (owner === undefined) return
  const connection = await connectionOf(req)
  const writes = writesOf(req.payload, connection)
  await writes.mutex.runExclusive(async () => {
    // The lock lasts until the end of the transaction.
    if (writes.bytes.size === 0) await lockOwned(connection, owner)
    const owning = { payload: req.payload, connection, owner }
    const bytes = await checkCounts(owning, writes, { texts, id, count })
    if (id !== undefined) writes.bytes.set(id, bytes)
  })
}

interface Written {
  texts: EventTexts
  id: number | undefined
  count: number
}

interface Owning {
  payload: Payload
  connection: Connection
  owner: number
}

/** @returns the bytes of the texts. @throws {Refusal} 409, 429 */
async function checkCounts(
  { payload, connection, owner }: Owning,
  writes: TransactionWrites,
  { texts, id, count }: Written,
): Promise<number> {
  const isNew = id === undefined
  const quotas = quotasOf(payload)
  const rate = isNew ? limitOf(payload, 'events') : undefined
  const written = new Map(writes.bytes)
  // The event itself counts with its new texts alone.
  if (!isNew) written.set(id, 0)
  const owned = await countEvents(connection, owner, {
    window: rate?.window ?? 0,
    texts,
    written: [...written.keys()],
  })
  const writtenBytes = [...written.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (isNew && owned.events + count > quotas.events) {
    const text = `An account may own ${quotas.events} events. Delete some of yours first.`
    throw new Refusal(409, 'too_many_events', text)
  }
  if (owned.otherBytes + writtenBytes + count * owned.ownBytes > quotas.text) {
    const text = `The texts of your events may have ${megabytes(quotas.text)} in all. Shorten or delete some first.`
    throw new Refusal(409, 'too_much_text', text)
  }
  if (rate && owned.recent + count > rate.quota) {
    const millisLeft = await millisUntilNext(connection, owner, rate)
    rejectOverLimit(stateOf(rate, { count: owned.recent, millisLeft }))
  }
  return owned.ownBytes
}

/**
 * Checks the pictures of the caller's account before one is written, in the same transaction.
 *
 * @param bytes of the picture in all sizes
 * @param id of a picture that is replaced
 * @throws {Refusal} 409 when they take too much space
 */
export async function checkOwnUploads(
  req: PayloadRequest,
  bytes: number,
  id?: number,
): Promise<void> {
  const owner = limitedOwner(req)
  if (owner === undefined) return
  const { uploads } = quotasOf(req.payload)
  const connection = await connectionOf(req)
  await lockOwned(connection, owner)
  if ((await uploadBytes(connection, owner, id)) + bytes <= uploads) return
  const text = `The pictures of an account may take ${megabytes(uploads)} in all. Delete some of yours first.`
  throw new Refusal(409, 'too_many_uploads', text)
}
