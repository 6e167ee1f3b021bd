import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Pool } from 'pg'
import type { Payload } from 'payload'

import { tooManyRequests } from '../errors/Refusal.ts'

/**
 * Failed sign-ins are counted three ways. The pair of account and address is what guessing one
 * password looks like, and is stopped early. An address alone may serve a whole school. An account
 * alone is stopped late and briefly, or anybody could keep its owner out.
 */
const bounds = {
  pair: { points: 5, duration: 15 * 60, blockDuration: 15 * 60 },
  address: { points: 100, duration: 15 * 60, blockDuration: 15 * 60 },
  account: { points: 50, duration: 60, blockDuration: 60 },
} as const

type Kind = keyof typeof bounds
type Limiters = Record<Kind, RateLimiterPostgres>

const known = new WeakMap<Payload, Limiters>()

function limitersOf(payload: Payload): Limiters {
  const found = known.get(payload)
  if (found) return found
  const { pool } = payload.db as unknown as { pool: Pool }
  const limiter = (kind: Kind) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'client',
      tableName: 'sign_in_failures',
      tableCreated: true,
      keyPrefix: kind,
      clearExpiredByTimeout: false,
      ...bounds[kind],
    })
  const limiters = {
    pair: limiter('pair'),
    address: limiter('address'),
    account: limiter('account'),
  }
  known.set(payload, limiters)
  return limiters
}

export interface Attempt {
  /** The username or email that was given, whether anybody has it or not. */
  identifier: string
  /** The client's network address. */
  address: string
}

const keysOf = ({ identifier, address }: Attempt): Record<Kind, string> => {
  const account = identifier.trim().toLowerCase().slice(0, 200)
  return { pair: `${account}|${address}`, address, account }
}

const kinds = Object.keys(bounds) as Kind[]

const secondsLeft = (result: RateLimiterRes) => Math.max(1, Math.ceil(result.msBeforeNext / 1000))

/**
 * Lets an attempt through unless too many like it have failed.
 *
 * @throws {Refusal} 429 with `Retry-After`
 */
export async function checkAttempt(payload: Payload, attempt: Attempt): Promise<void> {
  const limiters = limitersOf(payload)
  const keys = keysOf(attempt)
  const results = await Promise.all(kinds.map((kind) => limiters[kind].get(keys[kind])))
  const blocked = results.filter(
    (result, index) => result !== null && result.consumedPoints > bounds[kinds[index]!].points,
  )
  if (blocked.length > 0)
    throw tooManyRequests(Math.max(...blocked.map((one) => secondsLeft(one!))))
}

/** Counts a failed attempt. That it passes a bound is no error here: the next attempt meets it. */
export async function countFailure(payload: Payload, attempt: Attempt): Promise<void> {
  const limiters = limitersOf(payload)
  const keys = keysOf(attempt)
  const counted = kinds.map((kind) => limiters[kind].consume(keys[kind]))
  for (const result of await Promise.allSettled(counted)) {
    if (result.status === 'rejected' && result.reason instanceof Error) throw result.reason
  }
}

/** Forgets the failures of whoever signed in after all. */
export async function forgetFailures(payload: Payload, attempt: Attempt): Promise<void> {
  await limitersOf(payload).pair.delete(keysOf(attempt).pair)
}
