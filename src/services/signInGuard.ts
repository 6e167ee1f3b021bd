import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Payload } from 'payload'

import { clientOf } from '../db/connection.ts'
import { tooManyRequests } from '../errors/Refusal.ts'
import { networkOf } from '../lib/network.ts'

/**
 * Failed sign-ins are counted three ways, each within a number of seconds. The pair of account and
 * address is what guessing one password looks like, and is stopped early. An address alone may serve
 * a whole school. An account alone is stopped late and briefly, or anybody could keep its owner out.
 */
const bounds = {
  pair: { points: 5, duration: 15 * 60 },
  address: { points: 100, duration: 15 * 60 },
  account: { points: 50, duration: 60 },
} as const

type Kind = keyof typeof bounds
type Limiters = Record<Kind, RateLimiterPostgres>

const known = new WeakMap<Payload, Limiters>()

function limitersOf(payload: Payload): Limiters {
  const found = known.get(payload)
  if (found) return found
  const limiter = (kind: Kind) =>
    new RateLimiterPostgres({
      storeClient: clientOf(payload),
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
  const network = networkOf(address)
  return { pair: `${account}|${network}`, address: network, account }
}

/** What the attempts of one client on one account have in common. */
export const pairOf = (attempt: Attempt): string => keysOf(attempt).pair

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
  const reached = kinds.flatMap((kind, index) => {
    const result = results[index]
    const { points, duration } = bounds[kind]
    if (!result || result.consumedPoints < points) return []
    return [{ seconds: secondsLeft(result), quota: points, window: duration }]
  })
  const longest = reached.toSorted((one, other) => other.seconds - one.seconds)[0]
  if (longest) throw tooManyRequests({ policy: 'sign-in', ...longest })
}

/** Counts a failed attempt. That it reaches a bound is no error here: the next attempt meets it. */
export async function countFailure(payload: Payload, attempt: Attempt): Promise<void> {
  const limiters = limitersOf(payload)
  const keys = keysOf(attempt)
  await Promise.all(kinds.map((kind) => limiters[kind].penalty(keys[kind])))
}

/** Forgets the failures of whoever signed in after all. */
export async function forgetFailures(payload: Payload, attempt: Attempt): Promise<void> {
  await limitersOf(payload).pair.delete(keysOf(attempt).pair)
}
