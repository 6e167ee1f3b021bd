import { createHmac } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { inTransaction, poolOf } from '../../database/connection.ts'
import {
  findStoredOutcomes,
  type KeyedOutcome,
  type StoredOutcome,
  storeOutcomes,
  lockKeys,
} from './queries.ts'
import { clientOf } from '../rateLimit/clientNetwork.ts'
import { consume } from '../rateLimit/limits.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { getRequestContext } from '../../shared/requestContext.ts'
import { encrypt, decrypt } from '../../shared/encryption.ts'
import { type RefusalData, refusalDataOf } from './refusalData.ts'

/**
 * `Idempotency-Key` as in the IETF draft of that name. The outcome is stored in the transaction of the
 * change itself, so a retry after a crash finds both or neither. It is encrypted, because some outcomes
 * hold tokens. It is the outcome of the use case, not a response: the route turns it into one
 * (docs/decisions/0007-idempotency.md).
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

/** The outcome of a request, and whether it comes from an earlier request with the same key. */
export interface KeyedResult {
  outcome: unknown
  isReplayed: boolean
}

export type WithIdempotency = (
  req: PayloadRequest,
  keyed: KeyedRequest,
  handle: () => Promise<unknown>,
) => Promise<KeyedResult>

declare module '../../shared/services.ts' {
  interface Services {
    /** For all surfaces of a process, because they share its database connections. */
    runOncePerKey: WithIdempotency
  }
}

/** The header of a response to a repeated request. */
export const replayedHeader = ['Idempotency-Replayed', 'true'] as const

/** A request with a valid key. It is done once. */
export interface IdempotentRequest {
  keyHash: Buffer
  fingerprint: Buffer
  /** The secret with which the stored outcome is encrypted. */
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

const beforeUpgrade = () =>
  new Refusal(
    409,
    'idempotency_outdated',
    'This Idempotency-Key was used before the server was upgraded. Look whether the request was done.',
  )

/** 503: a server of a newer release has stored the outcome. One of them answers the retry soon. */
const afterUpgrade = () =>
  new Refusal(
    503,
    'idempotency_newer',
    'A server of a newer release has done this request. Send it again in some seconds.',
    { 'Retry-After': '5' },
  )

/**
 * The idempotent request; undefined without a key. All hashes need the server's secret: without it,
 * somebody with the table could guess the password of a sign-in from its fingerprint.
 *
 * @throws {Refusal} 400 when the header holds no valid key, 429 when the client has sent too many
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
  consume(payload, 'keyed', clientOf(userId, getRequestContext()?.address ?? ''))
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
 * The form of what is stored. Raise it when an outcome of any route changes so that servers of the release
 * before could not make a response of it: during a rolling restart they get retries of what newer ones did.
 */
const storedForm = 1

/** What is stored under a key. Rows without a form are of the first one. */
type Stored = { form?: number } & ({ outcome: unknown } | { refusal: RefusalData })

function read({ answer }: StoredOutcome, { secret }: IdempotentRequest): Stored {
  try {
    return JSON.parse(decrypt(answer, secret)) as Stored
  } catch {
    throw afterUpgrade()
  }
}

/**
 * The stored outcome of the first request with the key.
 *
 * @throws {Refusal} the refusal of that request; 422 when the key was used for another request; 503 when a
 *   server of a newer release has stored it in a form that this one does not know
 */
export function replay(stored: StoredOutcome, request: IdempotentRequest): unknown {
  if (!stored.fingerprint.equals(request.fingerprint)) throw anotherBody()
  const found = read(stored, request)
  if ((found.form ?? 1) > storedForm) throw afterUpgrade()
  if ('outcome' in found) return found.outcome
  if (!('refusal' in found)) throw beforeUpgrade()
  const { status, code, detail, headers } = found.refusal
  const [name, value] = replayedHeader
  throw new Refusal(status, code, detail, { ...headers, [name]: value })
}

/**
 * The response to an outcome, which may be a stored one.
 *
 * @throws {Refusal} 503 when the outcome is stored and none can be made of it, although its form is known
 */
export function replyToOutcome<Reply>(isReplayed: boolean, makeReply: () => Reply): Reply {
  if (!isReplayed) return makeReply()
  try {
    return makeReply()
  } catch {
    throw afterUpgrade()
  }
}

const encrypted = (
  { keyHash, fingerprint, secret }: IdempotentRequest,
  stored: Stored,
): KeyedOutcome => {
  const answer = encrypt(JSON.stringify({ form: storedForm, ...stored }), secret)
  return { keyHash, fingerprint, answer }
}

/** An outcome as it is stored for retries. `null` stands for none, which JSON cannot hold. */
export const toStoredOutcome = (request: IdempotentRequest, outcome: unknown): KeyedOutcome =>
  encrypted(request, { outcome: outcome ?? null })

/**
 * Stores why a request was refused, unless a retry may succeed.
 *
 * @param error that the request ended with
 */
export async function storeRefusal(
  payload: Payload,
  request: IdempotentRequest,
  error: unknown,
): Promise<void> {
  const refusal = refusalDataOf(error)
  // Not in the transaction of the request: that one was rolled back.
  if (refusal) await storeOutcomes(poolOf(payload), [encrypted(request, { refusal })])
}

async function runOnce(
  req: PayloadRequest,
  request: IdempotentRequest,
  handle: () => Promise<unknown>,
): Promise<KeyedResult> {
  let refused: { error: unknown } | undefined
  try {
    return await inTransaction(req, async (connection) => {
      const [isLocked] = await lockKeys(connection, [request.keyHash])
      if (!isLocked) throw inProgress()
      const [stored] = await findStoredOutcomes(connection, [request.keyHash])
      if (stored) return { outcome: replay(stored, request), isReplayed: true }
      const outcome = await handle().catch((error: unknown) => {
        refused = { error }
        throw error
      })
      await storeOutcomes(connection, [toStoredOutcome(request, outcome)])
      return { outcome, isReplayed: false }
    })
  } catch (error) {
    // Nothing is stored of an anonymous caller whose request changed nothing: they could fill the table.
    if (refused && req.user) await storeRefusal(req.payload, request, refused.error)
    throw error
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
    if (request) return limit(() => runOnce(req, request, handle))
    return { outcome: await handle(), isReplayed: false }
  }
}
