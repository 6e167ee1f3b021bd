import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import type { Rate } from '../../runtime/env/rates.ts'
import { type Count, type RateLimitStore, rateLimitStore } from './store.ts'
import { tooManyRequests } from './tooManyRequests.ts'
import { servicesOf } from '../../shared/services.ts'
import { publish } from '../../shared/diagnostics.ts'
import { limitField, type LimitState, policyField } from './headerFields.ts'
import { WindowCounter } from './windowCounter.ts'
import { getRequestContext } from '../../shared/requestContext.ts'

/** Every limit by what it counts: what clients see it called, and what sets it. */
const limits = {
  pair: ['sign-in', 'RATE_LIMIT_SIGN_IN'],
  address: ['sign-in', 'RATE_LIMIT_SIGN_IN_ADDRESS'],
  account: ['sign-in', 'RATE_LIMIT_SIGN_IN_ACCOUNT'],
  mail: ['mail', 'RATE_LIMIT_MAIL'],
  'mail-address': ['mail', 'RATE_LIMIT_MAIL_ADDRESS'],
  'sign-up': ['sign-up', 'RATE_LIMIT_SIGN_UP'],
  refresh: ['refresh', 'RATE_LIMIT_REFRESH'],
  register: ['register', 'RATE_LIMIT_REGISTER'],
  requests: ['requests', 'RATE_LIMIT_REQUESTS'],
} as const

export type LimitKind = keyof typeof limits

interface Limit extends Rate {
  policy: string
  counts: RateLimitStore
  /** The count in process, for what comes too often to ask anybody each time; made when it is needed. */
  counter?: WindowCounter
  /**
   * The keys that have no use left, and until when on the clock of `performance`. Not the in-memory
   * block of rate-limiter-flexible: it covers `consume` alone, and the store counts with `penalty`,
   * which also takes several uses at once and returns the count of a key that is over its limit.
   */
  usedUp: Map<string, number>
}

/** The most keys to remember as used up; beyond it all are forgotten and asked from the store again. */
const mostKnown = 10_000

type Limits = Record<LimitKind, Limit>

/** The limits of a Payload instance, made with the first request that meets one. */
export class RateLimits {
  private limits: Limits | 'off' | undefined

  constructor(
    private readonly payload: Payload,
    private readonly env: Env,
  ) {}

  /** @returns undefined when the platform runs without limits */
  get(kind: LimitKind): Limit | undefined {
    this.limits ??= this.create()
    return this.limits === 'off' ? undefined : this.limits[kind]
  }

  private create(): Limits | 'off' {
    const { env, payload } = this
    if (!env.RATE_LIMITS) {
      payload.logger.warn('RATE_LIMITS is off: anybody may try as many passwords as they like.')
      return 'off'
    }
    const made = Object.entries(limits).map(([kind, [policy, name]]) => {
      const rate = env[name]
      const counts = rateLimitStore(payload, { kind, window: rate.window })
      const limit: Limit = { policy, ...rate, counts, usedUp: new Map() }
      return [kind, limit]
    })
    return Object.fromEntries(made) as Limits
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    rateLimits: RateLimits
  }
}

/** @returns undefined when the platform runs without limits */
export const limitOf = (payload: Payload, kind: LimitKind): Limit | undefined =>
  servicesOf(payload).rateLimits.get(kind)

const counterOf = (limit: Limit) => (limit.counter ??= new WindowCounter(limit, limit.counts.add))

/** A sum of fractions is a hair too large now and then: that is no second more. */
const wholeSeconds = (millis: number) => Math.max(1, Math.ceil((millis - 1) / 1000))

function sendAlong(headers: Record<string, string>) {
  const answer = getRequestContext()?.response
  if (!answer || answer.headersSent) return
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value)
}

/** How far that count is from its limit. */
export const stateOf = ({ policy, quota, window }: Limit, count: Count): LimitState => ({
  policy,
  quota,
  window,
  left: Math.max(0, quota - count.count),
  seconds: wholeSeconds(count.millisLeft),
})

/** Has the client told how far it is from a limit, whichever surface answers it. */
export function sendLimitHeaders(state: LimitState): void {
  const answer = getRequestContext()?.response
  if (!answer || answer.headersSent) return
  answer.setHeader('RateLimit-Policy', policyField(state))
  answer.setHeader('RateLimit', limitField(state))
}

/** @throws {Refusal} 429, with the same fields on every surface */
export function rejectOverLimit(state: LimitState): never {
  publish('rateLimited', state)
  const refusal = tooManyRequests(state)
  // Payload's surfaces drop the headers of an error.
  sendAlong(refusal.headers)
  throw refusal
}

/**
 * Counts a use exactly, over all servers. One that is too many costs a round trip only the first time:
 * a flood of them must not keep the database from what others want of it.
 *
 * @throws {Refusal} 429 when it is one too many
 */
export async function consumeExactly(
  payload: Payload,
  kind: LimitKind,
  key: string,
): Promise<void> {
  const limit = limitOf(payload, kind)
  if (!limit) return
  const { quota, usedUp } = limit
  const millisLeft = (usedUp.get(key) ?? 0) - performance.now()
  if (millisLeft > 0) rejectOverLimit(stateOf(limit, { count: quota, millisLeft }))
  const count = await limit.counts.add(key)
  const state = stateOf(limit, count)
  if (count.count > quota) {
    if (usedUp.size >= mostKnown) usedUp.clear()
    usedUp.set(key, performance.now() + count.millisLeft)
    rejectOverLimit(state)
  }
  sendLimitHeaders(state)
}

/**
 * Counts a use in process, unless it is one too many: then it is not counted, and whoever is asked next
 * refuses it.
 *
 * @param now on the clock of `performance`
 */
export function tryConsume(payload: Payload, kind: LimitKind, key: string, now: number): boolean {
  const limit = limitOf(payload, kind)
  return !limit || counterOf(limit).tryConsume(limit.quota, key, now)
}

/**
 * Counts a use in process, in less than a microsecond; the other servers hear of it a little later.
 *
 * @param now on the clock of `performance`
 * @throws {Refusal} 429 when it is one too many
 */
export function consume(
  payload: Payload,
  kind: LimitKind,
  key: string,
  now = performance.now(),
): void {
  const limit = limitOf(payload, kind)
  if (!limit) return
  const uses = counterOf(limit).consume(key, now)
  const count = uses.known + uses.unsent
  const isOver = count > limit.quota
  // Not with every answer: a cache would tell one client of what another has left.
  if (kind === 'requests' && !isOver) return
  const state = stateOf(limit, { count, millisLeft: uses.until - now })
  if (isOver) rejectOverLimit(state)
  sendLimitHeaders(state)
}
