import { Redis, type RedisOptions } from 'ioredis'
import type { Payload } from 'payload'

import { readEnv } from '../runtime/env/env.ts'

/** Milliseconds that an answer of Redis is worth waiting for: without it everything works, too. */
const timeoutMs = 250

const options: RedisOptions = {
  connectTimeout: 2000,
  commandTimeout: timeoutMs,
  // A command fails at once while Redis is away: it must not wait for its return with a request on it.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
}

const connections = new WeakMap<Payload, Redis>()

/** The connection to `REDIS_URL`, opened with the first call; undefined when there is none. */
export function redisOf(payload: Payload): Redis | undefined {
  const { REDIS_URL } = readEnv()
  if (!REDIS_URL) return undefined
  let redis = connections.get(payload)
  if (!redis) {
    redis = new Redis(REDIS_URL, options)
    // Without a listener ioredis writes each failed attempt to the console.
    redis.on('error', () => undefined)
    redis.on('ready', () => payload.logger.info('Redis answers.'))
    redis.on('close', () => payload.logger.warn('Redis is away: the platform goes on without it.'))
    connections.set(payload, redis)
  }
  return redis
}

/** Hangs up on Redis, for good: who comes late finds a connection that is closed, and opens none. */
export const closeRedis = (payload: Payload): void => {
  connections.get(payload)?.disconnect()
}

/** Where what servers share lies, for health: Redis that is away or slow hurts nobody, but is to be seen. */
export async function describeCache(
  payload: Payload,
): Promise<'in-process' | 'redis' | 'redis unavailable'> {
  const redis = redisOf(payload)
  if (!redis) return 'in-process'
  return redis.ping().then(
    () => 'redis' as const,
    () => 'redis unavailable' as const,
  )
}
