import { createHmac } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { type Connection, inTransaction, poolOf } from '../../database/connection.ts'
import {
  findStoredResponses,
  type KeyedResponse,
  type StoredResponse,
  storeResponses,
  lockKeys,
} from './queries.ts'
import { toApiError } from '../errors/toApiError.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { encrypt, decrypt } from '../../shared/encryption.ts'
import type { Reply } from '../route.ts'

/**
 * `Idempotency-Key`, after the IETF draft of that name: the answer is kept in the transaction of the
 * change itself, so there is never one without the other, and a retry after a crash finds both or
 * neither. It is kept sealed, because some answers hold tokens (docs/decisions/0007-idempotency.md).
 */

/** What a client asks for, and under which key. */
export interface KeyedRequest {
  key: string | string[] | undefined
  /** What is done, however the path was written. */
  operation: string
  params: unknown
  /** The body as it was sent, before anything is made of it. */
  sent: unknown
}

export type WithIdempotency = (
  req: PayloadRequest,
  asked: KeyedRequest,
  handle: () => Promise<Reply>,
) => Promise<Reply>

/** A request that is to be done once. */
export interface IdempotentRequest {
  keyHash: Buffer
  fingerprint: Buffer
  /** What the kept answer is sealed under. */
  secret: string
}

const wellFormed = /^[\x21-\x7e]{1,255}$/

/** Another request with the key is not finished. */
export const inProgress = () =>
  new Refusal(409, 'idempotency_in_progress', 'A request with this Idempotency-Key is under way.', {
    'Retry-After': '1',
  })

const anotherBody = () =>
  new Refusal(422, 'idempotency_mismatch', 'This Idempotency-Key was used for another request.')

/**
 * Answers that are not kept: the request was not understood and may be mended under the same key, or
 * the next try may well fare better.
 */
const isTransient = (status: number) => [400, 401, 429].includes(status) || status >= 500

/**
 * Nothing of it is made without the server's secret: the body of a sign-in could otherwise be
 * guessed from its fingerprint, by trying passwords.
 *
 * @throws {Refusal} when the header is there and is no key
 */
export function idempotentRequestOf(
  payload: Payload,
  userId: number | undefined,
  asked: KeyedRequest,
): IdempotentRequest | undefined {
  const { key, operation, params, sent = null } = asked
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !wellFormed.test(key)) {
    throw new Refusal(400, 'invalid_idempotency_key', 'The Idempotency-Key is not a valid key.')
  }
  const hash = (...parts: unknown[]) =>
    createHmac('sha256', payload.secret).update(JSON.stringify(parts)).digest()
  const owner = userId ?? 'anonymous'
  return {
    keyHash: hash('key', owner, key),
    fingerprint: hash('request', owner, key, operation, params ?? null, sent),
    secret: JSON.stringify([payload.secret, owner, key, sent]),
  }
}

/**
 * The first answer, said again.
 *
 * @throws {Refusal} 422 when the key was used for another request
 */
export function replay(stored: StoredResponse, once: IdempotentRequest): Reply {
  if (!stored.fingerprint.equals(once.fingerprint)) throw anotherBody()
  const reply = JSON.parse(decrypt(stored.answer, once.secret)) as Reply
  return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } }
}

async function replayed(
  connection: Connection,
  once: IdempotentRequest,
): Promise<Reply | undefined> {
  const [isTaken] = await lockKeys(connection, [once.keyHash])
  if (!isTaken) throw inProgress()
  const [stored] = await findStoredResponses(connection, [once.keyHash])
  return stored && replay(stored, once)
}

/** A reply as it is kept for a retry. */
export const toStoredResponse = (
  { keyHash, fingerprint, secret }: IdempotentRequest,
  reply: Reply,
): KeyedResponse => ({
  keyHash,
  fingerprint,
  status: reply.status,
  answer: encrypt(JSON.stringify(reply), secret),
})

/**
 * Keeps the answer to a request that changed nothing, unless the next try may well fare better.
 *
 * @param error why it was refused
 */
export async function storeRefusal(
  payload: Payload,
  once: IdempotentRequest,
  error: unknown,
): Promise<void> {
  const reply = toApiError(error, () => undefined)
  if (!isTransient(reply.status))
    await storeResponses(poolOf(payload), [toStoredResponse(once, reply)])
}

async function runOnce(req: PayloadRequest, once: IdempotentRequest, handle: () => Promise<Reply>) {
  let refused: Reply | undefined
  try {
    return await inTransaction(req, async (connection) => {
      const earlier = await replayed(connection, once)
      if (earlier) return earlier
      const reply = await handle().catch((error: unknown) => {
        refused = toApiError(error, () => undefined)
        throw error
      })
      await storeResponses(connection, [toStoredResponse(once, reply)])
      return reply
    })
  } catch (error) {
    if (!refused || isTransient(refused.status)) throw error
    const reply = refused
    // The change is undone by now, and the refusal is all that there is to keep.
    await storeResponses(poolOf(req.payload), [toStoredResponse(once, reply)])
    return reply
  }
}

/**
 * Does a request once for each key that the client sends with it, and always without one.
 *
 * @param maxKeyed how many may be under way at a time: each holds a connection, and some ask for a
 *   second one, which they would never get if all were held
 */
export function withIdempotency(maxKeyed: number): WithIdempotency {
  const limit = pLimit(maxKeyed)
  return async (req, asked, handle) => {
    const once = idempotentRequestOf(req.payload, req.user?.id, asked)
    return once ? limit(() => runOnce(req, once, handle)) : handle()
  }
}
