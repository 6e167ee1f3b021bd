import { createHash } from 'node:crypto'

import { type Connection, inTransaction } from '../../db/connection.ts'
import { findAnswer, storeAnswer, takeKey } from '../../db/idempotencyKeys.ts'
import { answerTo } from '../../errors/answer.ts'
import { Refusal } from '../../errors/Refusal.ts'
import { seal, unseal } from '../../lib/sealed.ts'
import type { Context, Reply } from './route.ts'

/**
 * `Idempotency-Key`, after the IETF draft of that name: the answer is kept in the transaction of the
 * change itself, so there is never one without the other, and a retry after a crash finds both or
 * neither. It is kept sealed under the key and the body, which are the client's alone, because some
 * answers hold tokens (docs/decisions/0007-idempotency.md).
 */

const header = 'idempotency-key'
const wellFormed = /^[\x21-\x7e]{1,255}$/

const hash = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest()

const inProgress = () =>
  new Refusal(409, 'idempotency_in_progress', 'A request with this Idempotency-Key is under way.', {
    'Retry-After': '1',
  })

const anotherBody = () =>
  new Refusal(422, 'idempotency_mismatch', 'This Idempotency-Key was used for another request.')

/** Answers that say nothing about the request itself: the next try may well fare better. */
const passing = (status: number) => status === 401 || status === 429 || status >= 500

type AnyContext = Context<unknown, unknown, unknown>

interface Once {
  keyHash: Buffer
  fingerprint: Buffer
  /** What the kept answer is sealed under. */
  secret: string
}

/** @throws {Refusal} when the header is there and is no key */
function onceOf({ http, user }: AnyContext): Once | undefined {
  const key = http.headers[header]
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !wellFormed.test(key)) {
    throw new Refusal(400, 'invalid_idempotency_key', 'The Idempotency-Key is not a valid key.')
  }
  const body = JSON.stringify(http.body ?? null)
  return {
    keyHash: hash(String(user?.id ?? 'anonymous'), key),
    fingerprint: hash(http.method, http.originalUrl, body),
    secret: JSON.stringify([key, body]),
  }
}

async function replayed(connection: Connection, once: Once): Promise<Reply | undefined> {
  if (!(await takeKey(connection, once.keyHash))) throw inProgress()
  const stored = await findAnswer(connection, once.keyHash)
  if (!stored) return undefined
  if (!stored.fingerprint.equals(once.fingerprint)) throw anotherBody()
  const reply = JSON.parse(unseal(stored.answer, once.secret)) as Reply
  return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } }
}

const keep = (connection: Connection, { keyHash, fingerprint, secret }: Once, reply: Reply) =>
  storeAnswer(connection, keyHash, {
    fingerprint,
    status: reply.status,
    answer: seal(JSON.stringify(reply), secret),
  })

/** Does the request once for each key that the client sends with it, and always without one. */
export async function onceOnly(context: AnyContext, handle: () => Promise<Reply>): Promise<Reply> {
  const once = onceOf(context)
  if (!once) return handle()
  const { req } = context
  let refused: Reply | undefined
  try {
    return await inTransaction(req, async (connection) => {
      const earlier = await replayed(connection, once)
      if (earlier) return earlier
      const reply = await handle().catch((error: unknown) => {
        refused = answerTo(error, () => undefined)
        throw error
      })
      await keep(connection, once, reply)
      return reply
    })
  } catch (error) {
    if (!refused || passing(refused.status)) throw error
    const reply = refused
    // The change is undone by now, and the refusal is all that there is to keep.
    await inTransaction(req, (connection) => keep(connection, once, reply))
    return reply
  }
}
