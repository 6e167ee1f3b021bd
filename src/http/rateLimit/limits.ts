import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import type { Rate } from '../../runtime/env/rates.ts'
import { type Count, type RateLimitStore, rateLimitStore } from './store.ts'
import { tooManyRequests } from './tooManyRequests.ts'
import { servicesOf } from '../../shared/services.ts'
import { publish } from '../../shared/diagnostics.ts'
import { limitField, type LimitState, policyField } from './headerFields.ts'
import { WindowCounter } from './windowCounter.ts'
import { getRequestContext, type PendingResponse } from '../../shared/requestContext.ts'

/** Each kind of limit: its name for clients, and the variable that sets it. */
const limits = {
  pair: ['sign-in', 'RATE_LIMIT_SIGN_IN'],
  address: ['sign-in', 'RATE_LIMIT_SIGN_IN_ADDRESS'],
  account: ['sign-in', 'RATE_LIMIT_SIGN_IN_ACCOUNT'],
  mail: ['mail', 'RATE_LIMIT_MAIL'],
  'mail-address': ['mail', 'RATE_LIMIT_MAIL_ADDRESS'],
  'sign-up': ['sign-up', 'RATE_LIMIT_SIGN_UP'],
  refresh: ['refresh', 'RATE_LIMIT_REFRESH'],
  register: ['register', 'RATE_LIMIT_REGISTER'],
  keyed: ['idempotency', 'RATE_LIMIT_KEYED'],
  events: ['events', 'RATE_LIMIT_EVENTS'],
  calendar: ['calendar', 'RATE_LIMIT_CALENDAR'],
  requests: ['requests', 'RATE_LIMIT_REQUESTS'],
} as const

export type LimitKind = keyof typeof limits

/** The names of all limits, as clients and metrics know them. */
export const limitPolicies: string[] = [...new Set(Object.values(limits).map(([policy]) => policy))]

interface Limit extends Rate {
  policy: string
  counts: RateLimitStore
  /** The count in this process, for frequent requests. Made when it is first needed. */
  counter?: WindowCounter
  /**
   * The keys that have no use left, and until when on the clock of `performance`. Not the in-memory
   * block of rate-limiter-flexible: it covers `consume` alone, and the store counts with `penalty`,
   * which also takes several uses at once and returns the count of a key that is over its limit.
   */
  blockedUntil: Map<string, number>
}

/** Blocked keys in memory. Above it the map is cleared, and the store decides again. */
const maxBlockedKeys = 10_000

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
      const limit: Limit = { policy, ...rate, counts, blockedUntil: new Map() }
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

/** A sum of fractions may be slightly too large. That is not another second. */
const wholeSeconds = (millis: number) => Math.max(1, Math.ceil((millis - 1) / 1000))

/** The response of the current request, as long as headers can be added to it. */
const openResponse = (given?: PendingResponse) => {
  const response = given ?? getRequestContext()?.response
  return response?.headersSent ? undefined : response
}

/** What a count leaves of its limit. */
export const stateOf = ({ policy, quota, window }: Limit, count: Count): LimitState => ({
  policy,
  quota,
  window,
  left: Math.max(0, quota - count.count),
  seconds: wholeSeconds(count.millisLeft),
})

/**
 * Sets the `RateLimit` header fields of a response, on every surface.
 *
 * @param given the response; that of the current request without it
 */
export function sendLimitHeaders(state: LimitState, given?: PendingResponse): void {
  const response = openResponse(given)
  if (!response) return
  response.setHeader('RateLimit-Policy', policyField(state))
  response.setHeader('RateLimit', limitField(state))
}

/** @throws {Refusal} 429, with the same fields on every surface */
export function rejectOverLimit(state: LimitState, given?: PendingResponse): never {
  publish('rateLimited', state)
  const refusal = tooManyRequests(state)
  // Payload's surfaces drop the headers of an error.
  const response = openResponse(given)
  for (const [name, value] of Object.entries(refusal.headers)) response?.setHeader(name, value)
  throw refusal
}

/**
 * Counts a use exactly, over all servers. A key over its limit costs one round trip in its window: a
 * flood of requests must not load the database.
 *
 * @throws {Refusal} 429 when the use is one too many
 */
export async function consumeExactly(
  payload: Payload,
  kind: LimitKind,
  key: string,
): Promise<void> {
  const limit = limitOf(payload, kind)
  if (!limit) return
  const { quota, blockedUntil } = limit
  const millisLeft = (blockedUntil.get(key) ?? 0) - performance.now()
  if (millisLeft > 0) rejectOverLimit(stateOf(limit, { count: quota, millisLeft }))
  const count = await limit.counts.add(key)
  const state = stateOf(limit, count)
  if (count.count > quota) {
    if (blockedUntil.size >= maxBlockedKeys) blockedUntil.clear()
    blockedUntil.set(key, performance.now() + count.millisLeft)
    rejectOverLimit(state)
  }
  sendLimitHeaders(state)
}

/** The request that uses a limit, for code that runs outside its AsyncLocalStorage. */
interface Use {
  /** On the clock of `performance`. */
  now?: number
  response?: PendingResponse
}

/**
 * Counts a use in this process, in less than a microsecond. The other servers learn of it later.
 *
 * @throws {Refusal} 429 when the use is one too many
 */
export function consume(
  payload: Payload,
  kind: LimitKind,
  key: string,
  { now = performance.now(), response }: Use = {},
): void {
  const limit = limitOf(payload, kind)
  if (!limit) return
  const uses = counterOf(limit).consume(key, now)
  const count = uses.known + uses.unsent
  const isOver = count > limit.quota
  // Not on every response: a shared cache would show one client the count of another.
  if ((kind === 'requests' || kind === 'keyed') && !isOver) return
  const state = stateOf(limit, { count, millisLeft: uses.until - now })
  if (isOver) rejectOverLimit(state, response)
  sendLimitHeaders(state, response)
}
