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
 * `Idempotency-Key` as in the IETF draft of that name. The response is stored in the transaction of
 * the change itself, so a retry after a crash finds both or neither. It is encrypted, because some
 * responses hold tokens (docs/decisions/0007-idempotency.md).
 */

/** A request, and the key that the client sent with it. */
export interface KeyedRequest {
  key: string | string[] | undefined
  /** The name of the operation. It is the same for all paths of a route. */
  operation: string
  params: unknown
  /** The parsed body before validation. */
  sent: unknown
}

export type WithIdempotency = (
  req: PayloadRequest,
  keyed: KeyedRequest,
  handle: () => Promise<Reply>,
) => Promise<Reply>

/** A request with a valid key. It is done once. */
export interface IdempotentRequest {
  keyHash: Buffer
  fingerprint: Buffer
  /** The secret with which the stored response is encrypted. */
  secret: string
}

const wellFormed = /^[\x21-\x7e]{1,255}$/

/** 409: another request with the same key has not finished. */
export const inProgress = () =>
  new Refusal(409, 'idempotency_in_progress', 'A request with this Idempotency-Key is under way.', {
    'Retry-After': '1',
  })

const anotherBody = () =>
  new Refusal(422, 'idempotency_mismatch', 'This Idempotency-Key was used for another request.')

/**
 * Responses that are not stored. The client may correct a bad request and send it with the same key,
 * and a retry may succeed after the other errors.
 */
const isTransient = (status: number) => [400, 401, 429].includes(status) || status >= 500

/**
 * The idempotent request; undefined without a key. All hashes need the server's secret: without it,
 * somebody with the table could guess the password of a sign-in from its fingerprint.
 *
 * @throws {Refusal} 400 when the header holds no valid key
 */
export function idempotentRequestOf(
  payload: Payload,
  userId: number | undefined,
  keyed: KeyedRequest,
): IdempotentRequest | undefined {
  const { key, operation, params, sent = null } = keyed
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
 * The stored response to the first request with the key.
 *
 * @throws {Refusal} 422 when the key was used for another request
 */
export function replay(stored: StoredResponse, request: IdempotentRequest): Reply {
  if (!stored.fingerprint.equals(request.fingerprint)) throw anotherBody()
  const reply = JSON.parse(decrypt(stored.answer, request.secret)) as Reply
  return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } }
}

async function findReply(
  connection: Connection,
  request: IdempotentRequest,
): Promise<Reply | undefined> {
  const [isLocked] = await lockKeys(connection, [request.keyHash])
  if (!isLocked) throw inProgress()
  const [stored] = await findStoredResponses(connection, [request.keyHash])
  return stored && replay(stored, request)
}

/** A reply as it is stored for retries. */
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
 * Stores the response to a refused request, unless a retry may succeed.
 *
 * @param error why the request was refused
 */
export async function storeRefusal(
  payload: Payload,
  request: IdempotentRequest,
  error: unknown,
): Promise<void> {
  const reply = toApiError(error, () => undefined)
  if (!isTransient(reply.status))
    await storeResponses(poolOf(payload), [toStoredResponse(request, reply)])
}

async function runOnce(
  req: PayloadRequest,
  request: IdempotentRequest,
  handle: () => Promise<Reply>,
) {
  let refused: Reply | undefined
  try {
    return await inTransaction(req, async (connection) => {
      const earlier = await findReply(connection, request)
      if (earlier) return earlier
      const reply = await handle().catch((error: unknown) => {
        refused = toApiError(error, () => undefined)
        throw error
      })
      await storeResponses(connection, [toStoredResponse(request, reply)])
      return reply
    })
  } catch (error) {
    if (!refused || isTransient(refused.status)) throw error
    const reply = refused
    // The transaction was rolled back, so the refusal is stored in a transaction of its own.
    await storeResponses(poolOf(req.payload), [toStoredResponse(request, reply)])
    return reply
  }
}

/**
 * Makes the function that handles a request once for each key. A request without a key is always
 * handled.
 *
 * @param maxKeyed how many requests with a key may run at a time. Each holds a connection, and some
 *   need a second one, which they would never get if all connections were held.
 */
export function withIdempotency(maxKeyed: number): WithIdempotency {
  const limit = pLimit(maxKeyed)
  return async (req, keyed, handle) => {
    const request = idempotentRequestOf(req.payload, req.user?.id, keyed)
    return request ? limit(() => runOnce(req, request, handle)) : handle()
  }
}
