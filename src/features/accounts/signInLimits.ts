import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { sendLimitHeaders, limitOf, rejectOverLimit, stateOf } from '../../http/rateLimit/limits.ts'

/**
 * Failed sign-ins are counted in three ways. The pair of account and address is limited early, because
 * many failures there look like guessing one password. The limit of an address is higher, because a
 * whole school may share one. The limit of an account allows many failures in a short window. With a
 * strict limit anybody could lock the owner out.
 */
const kinds = ['pair', 'address', 'account'] as const

type Kind = (typeof kinds)[number]

export interface Attempt {
  /** The username or email that was sent, whether or not an account has it. */
  identifier: string
  /** The client's network address. */
  address: string
}

const keysOf = ({ identifier, address }: Attempt): Record<Kind, string> => {
  const account = identifier.trim().toLowerCase().slice(0, 200)
  const network = networkOf(address)
  return { pair: `${account}|${network}`, address: network, account }
}

/** The key that all attempts of one client on one account share. */
export const pairOf = (attempt: Attempt): string => keysOf(attempt).pair

const noFailures = (window: number) => ({ count: 0, millisLeft: window * 1000 })

/**
 * Refuses an attempt after too many failures.
 *
 * @throws {Refusal} 429 with `Retry-After`
 */
export async function checkAttempt(payload: Payload, attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  const states = await Promise.all(
    kinds.map(async (kind) => {
      const limit = limitOf(payload, kind)
      return (
        limit && stateOf(limit, (await limit.counts.read(keys[kind])) ?? noFailures(limit.window))
      )
    }),
  )
  const found = states.filter((state) => state !== undefined)
  const reached = found.filter(({ left }) => left === 0)
  const longest = reached.toSorted((one, other) => other.seconds - one.seconds)[0]
  if (longest) rejectOverLimit(longest)
  const nearest = found.toSorted((one, other) => one.left - other.left)[0]
  if (nearest) sendLimitHeaders(nearest)
}

/** Counts a failed attempt. Reaching a limit is no error here; it refuses the next attempt. */
export async function countFailure(payload: Payload, attempt: Attempt): Promise<void> {
  const keys = keysOf(attempt)
  await Promise.all(kinds.map(async (kind) => limitOf(payload, kind)?.counts.add(keys[kind])))
}

/** Clears the failures of the pair after a successful sign-in. */
export async function clearFailures(payload: Payload, attempt: Attempt): Promise<void> {
  await limitOf(payload, 'pair')?.counts.clear(keysOf(attempt).pair)
}
