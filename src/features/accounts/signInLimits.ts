import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import type { Count } from '../../http/rateLimit/store.ts'
import { sendLimitHeaders, limitOf, rejectOverLimit, stateOf } from '../../http/rateLimit/limits.ts'

/**
 * Failed sign-ins are counted in three ways. The pair of account and address is limited early, because
 * many failures there look like guessing one password. The limit of an address is higher, because a
 * whole school may share one. The limit of an account allows many failures in a short window. With a
 * strict limit anybody could lock the owner out.
 */
const kinds = ['pair', 'address', 'account'] as const

type Kind = (typeof kinds)[number]

export interface CountedAttempt {
  /** The username of the account that was found. For an unknown account, the name that was sent. */
  account: string
  /** The client's network address. */
  address: string
}

const keysOf = (attempt: CountedAttempt): Record<Kind, string> => {
  const account = attempt.account.trim().toLowerCase().slice(0, 200)
  const network = networkOf(attempt.address)
  return { pair: `${account}|${network}`, address: network, account }
}

type Counting = (kind: Kind, key: string) => Promise<Count | undefined> | undefined

/** The limits of an attempt, each with its count. */
async function countsOf(payload: Payload, attempt: CountedAttempt, count: Counting) {
  const keys = keysOf(attempt)
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const limit = limitOf(payload, kind)
      const none = { count: 0, millisLeft: (limit?.window ?? 0) * 1000 }
      return limit && { limit, count: (await count(kind, keys[kind])) ?? none }
    }),
  )
  return found.filter((entry) => entry !== undefined)
}

type Counted = Awaited<ReturnType<typeof countsOf>>

/** @throws {Refusal} 429 for the limit that lasts longest */
function rejectFor(reached: Counted): void {
  const states = reached.map(({ limit, count }) => stateOf(limit, count))
  const longest = states.toSorted((one, other) => other.seconds - one.seconds)[0]
  if (longest) rejectOverLimit(longest)
}

/**
 * Refuses an attempt after too many failures.
 *
 * @throws {Refusal} 429 with `Retry-After`
 */
export async function checkAttempt(payload: Payload, attempt: CountedAttempt): Promise<void> {
  const counted = await countsOf(payload, attempt, (kind, key) =>
    limitOf(payload, kind)?.counts.read(key),
  )
  rejectFor(counted.filter(({ limit, count }) => count.count >= limit.quota))
  const states = counted.map(({ limit, count }) => stateOf(limit, count))
  const nearest = states.toSorted((one, other) => one.left - other.left)[0]
  if (nearest) sendLimitHeaders(nearest)
}

/**
 * Counts a failed attempt. The failure that reaches a limit gets the answer of a failure. One above it
 * began before the limit was reached, and its answer must not say whether the guess was wrong.
 *
 * @throws {Refusal} 429 for a failure above a limit
 */
export async function countFailure(payload: Payload, attempt: CountedAttempt): Promise<void> {
  const counted = await countsOf(payload, attempt, (kind, key) =>
    limitOf(payload, kind)?.counts.add(key),
  )
  rejectFor(counted.filter(({ limit, count }) => count.count > limit.quota))
}

/** Clears the failures of the pair after a successful sign-in. */
export async function clearFailures(payload: Payload, attempt: CountedAttempt): Promise<void> {
  await limitOf(payload, 'pair')?.counts.clear(keysOf(attempt).pair)
}
