import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { sendLimitHeaders, limitOf, rejectOverLimit, stateOf } from '../../http/rateLimit/limits.ts'

/**
 * Failed sign-ins are counted three ways. The pair of account and address is what guessing one
 * password looks like, and is stopped early. An address alone may serve a whole school. An account
 * alone is stopped late and briefly, or anybody could keep its owner out.
 */
const kinds = ['pair', 'address', 'account'] as const

type Kind = (typeof kinds)[number]

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

const nothing = (window: number) => ({ count: 0, millisLeft: window * 1000 })

/**
 * Lets an attempt through unless too many like it have failed.
 *
 * @throws {Refusal} 429 with `Retry-After`
 */
export async function checkAttempt(payload: Payload, attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  const states = await Promise.all(
    kinds.map(async (kind) => {
      const limit = limitOf(payload, kind)
      return limit && stateOf(limit, (await limit.counts.read(keys[kind])) ?? nothing(limit.window))
    }),
  )
  const found = states.filter((state) => state !== undefined)
  const reached = found.filter(({ left }) => left === 0)
  const longest = reached.toSorted((one, other) => other.seconds - one.seconds)[0]
  if (longest) rejectOverLimit(longest)
  const nearest = found.toSorted((one, other) => one.left - other.left)[0]
  if (nearest) sendLimitHeaders(nearest)
}

/** Counts a failed attempt. That it reaches a bound is no error here: the next attempt meets it. */
export async function countFailure(payload: Payload, attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  await Promise.all(kinds.map(async (kind) => limitOf(payload, kind)?.counts.add(keys[kind])))
}

/** Forgets the failures of whoever signed in after all. */
export async function clearFailures(payload: Payload, attempt: Attempt): Promise<void> {
  await limitOf(payload, 'pair')?.counts.forget(keysOf(attempt).pair)
}
