import type { Payload } from 'payload'
import {
  type RateLimiterAbstract,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible'

import { sidePoolOf } from '../../database/pools.ts'
import { redisOf } from '../../cache/redis.ts'

export interface Count {
  count: number
  millisLeft: number
}

/** Counts uses by key. The window of a key begins with its first use. */
export interface RateLimitStore {
  /** @returns undefined for a key without uses in a current window */
  read: (key: string) => Promise<Count | undefined>
  add: (key: string, uses?: number) => Promise<Count>
  clear: (key: string) => Promise<void>
}

interface Counted {
  /** Part of every key: the same key of another kind has a count of its own. */
  kind: string
  /** Seconds. */
  window: number
}

/** Characters of a key. Keys come from clients, and the table's column takes 255 with the prefix. */
const maxKeyLength = 240

const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
  count: consumedPoints,
  millisLeft: msBeforeNext,
})

/**
 * Milliseconds by which a window may end later than one that begins now: the clocks of servers differ.
 * One that ends later still was counted before the time of day was set back. It would last for hours,
 * and the uses of all of them would count together.
 */
const maxClockDifferenceMs = 60_000

const isFromAnotherTime = ({ duration }: RateLimiterAbstract, { millisLeft }: Count) =>
  millisLeft > duration * 1000 + maxClockDifferenceMs

const countsIn = (limiter: RateLimiterAbstract): RateLimitStore => ({
  read: async (key) => {
    const found = await limiter.get(key.slice(0, maxKeyLength))
    const count = found ? countOf(found) : undefined
    return count && !isFromAnotherTime(limiter, count) ? count : undefined
  },
  add: async (key, uses = 1) => {
    const cut = key.slice(0, maxKeyLength)
    // `penalty` never throws for too many uses. The caller compares the count with its limit.
    const counted = countOf(await limiter.penalty(cut, uses))
    if (!isFromAnotherTime(limiter, counted)) return counted
    await limiter.delete(cut)
    return countOf(await limiter.penalty(cut, uses))
  },
  clear: async (key) => {
    await limiter.delete(key.slice(0, maxKeyLength))
  },
})

/**
 * Uses the side pool. A count from within a transaction on the main pool would hold one connection
 * and wait for another, and as many of them as there are connections would wait for each other.
 */
const inDatabase = (payload: Payload, { kind, window }: Counted) =>
  new RateLimiterPostgres({
    storeClient: sidePoolOf(payload),
    storeType: 'client',
    tableName: 'sign_in_failures',
    tableCreated: true,
    keyPrefix: kind,
    clearExpiredByTimeout: false,
    points: 1,
    duration: window,
  })

/** Counts in PostgreSQL, exactly over all servers. */
export const postgresStore = (payload: Payload, counted: Counted): RateLimitStore =>
  countsIn(inDatabase(payload, counted))

/**
 * Counts that all servers share: in Redis if it is configured, else in PostgreSQL. PostgreSQL also
 * counts while Redis is down. Neither store knows the counts of the other, so each change between
 * them starts at zero.
 */
export function rateLimitStore(payload: Payload, counted: Counted): RateLimitStore {
  const database = inDatabase(payload, counted)
  const redis = redisOf(payload)
  if (!redis) return countsIn(database)
  return countsIn(
    new RateLimiterRedis({
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: database,
      keyPrefix: `limit:${counted.kind}`,
      points: 1,
      duration: counted.window,
    }),
  )
}
