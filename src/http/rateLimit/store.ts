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

/** How often each of some keys was used, within windows that begin with the first use of a key. */
export interface RateLimitStore {
  /** @returns undefined for what was not used of late */
  read: (key: string) => Promise<Count | undefined>
  add: (key: string, uses?: number) => Promise<Count>
  forget: (key: string) => Promise<void>
}

interface Counted {
  /** What is counted: the same key of another kind has a count of its own. */
  kind: string
  /** Seconds. */
  window: number
}

/** The keys come from outside, and the table's column takes 255 characters. */
const longest = 240

const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
  count: consumedPoints,
  millisLeft: msBeforeNext,
})

const countsIn = (limiter: RateLimiterAbstract): RateLimitStore => ({
  read: async (key) => {
    const found = await limiter.get(key.slice(0, longest))
    return found ? countOf(found) : undefined
  },
  // A penalty never refuses: what is too much is for the caller to say.
  add: async (key, uses = 1) => countOf(await limiter.penalty(key.slice(0, longest), uses)),
  forget: async (key) => {
    await limiter.delete(key.slice(0, longest))
  },
})

/**
 * Not on the pool: who counts from within a transaction would hold one connection and wait for
 * another, and as many of them as there are connections for each other.
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

/** Counts in PostgreSQL: exact over all servers for as long as there is a platform at all. */
export const postgresStore = (payload: Payload, counted: Counted): RateLimitStore =>
  countsIn(inDatabase(payload, counted))

/**
 * Counts that all servers share: in Redis where there is one, else in PostgreSQL, which also steps in
 * while Redis is away. The two do not know of each other's: whoever can end Redis begins anew.
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
