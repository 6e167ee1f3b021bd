import { Redis, type RedisOptions } from 'ioredis'
import type { Payload } from 'payload'

import { servicesOf } from '../shared/services.ts'

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

/** The connection to `REDIS_URL`. It is opened with the first call that needs it. */
export class RedisConnection {
  private redis: Redis | undefined

  constructor(
    private readonly url: string,
    private readonly logger: Payload['logger'],
  ) {}

  get(): Redis {
    return (this.redis ??= this.open())
  }

  /** Closes the connection for good: a caller that comes later gets the closed one. */
  close(): void {
    this.redis?.disconnect()
  }

  private open(): Redis {
    const redis = new Redis(this.url, options)
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
export const redisOf = (payload: Payload): Redis | undefined => servicesOf(payload).redis?.get()

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
