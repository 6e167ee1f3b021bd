import { Redis, type RedisOptions } from 'ioredis'
import type { Payload } from 'payload'

import { servicesOf } from '../shared/services.ts'
import { defineScripts, type RedisWithScripts } from './redisScripts.ts'

/** Milliseconds to wait for a reply of Redis. Everything works without one. */
const timeoutMs = 250

const options: RedisOptions = {
  connectTimeout: 2000,
  commandTimeout: timeoutMs,
  // A command fails at once while Redis cannot be reached: a request must not wait for its return.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
}

/** The connection to `REDIS_URL`. It is opened with the first call that needs it. */
export class RedisConnection {
  private redis: RedisWithScripts | undefined

  constructor(
    private readonly url: string,
    private readonly logger: Payload['logger'],
  ) {}

  get(): RedisWithScripts {
    return (this.redis ??= this.open())
  }

  /** Closes the connection for good: a caller that comes later gets the closed one. */
  close(): void {
    this.redis?.disconnect()
  }

  private open(): RedisWithScripts {
    const redis = defineScripts(new Redis(this.url, options))
    // Without a listener ioredis writes each failed attempt to the console.
    redis.on('error', () => undefined)
    redis.on('ready', () => this.logger.info('Redis is connected.'))
    redis.on('close', () =>
      this.logger.warn('Redis cannot be reached. The platform works without it.'),
    )
    return redis
  }
}

declare module '../shared/services.ts' {
  interface Services {
    /** Undefined without `REDIS_URL`. */
    redis?: RedisConnection
  }
}

/** The connection to `REDIS_URL`; undefined without one. */
export const redisOf = (payload: Payload): RedisWithScripts | undefined =>
  servicesOf(payload).redis?.get()

/** The state of the cache for the health report. A Redis that cannot be reached is no failure. */
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
