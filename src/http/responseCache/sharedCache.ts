import type { Payload } from 'payload'

import { redisOf } from '../../cache/redis.ts'
import type { RedisWithScripts } from '../../cache/redisScripts.ts'
import { redisPrefix } from '../../cache/invalidation/messages.ts'
import { servicesOf } from '../../shared/services.ts'

/** Milliseconds for which Redis is not asked after it has failed: not each miss is to wait for it. */
const retryDelayMs = 1000

/** By which an answer that is made now is kept: what is touched later outdates it. */
export interface WriteToken {
  era: string
  turn: string
}

/** An answer as it lies in Redis. */
export interface SharedResponse {
  /** Milliseconds that it may live on. */
  millis: number
  about: string
  body: string
}

export interface Lookup {
  turn?: WriteToken
  kept?: SharedResponse
}

/** The answers that all servers of one Redis share. Without Redis there are none, and nothing fails. */
export class SharedCache {
  private readonly payload: Payload
  private failedAt = -Infinity

  constructor(payload: Payload) {
    this.payload = payload
  }

  private async ask<Answer>(
    work: (redis: RedisWithScripts, prefix: string) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const redis = redisOf(this.payload)
    if (!redis || performance.now() - this.failedAt < retryDelayMs) return undefined
    try {
      return await work(redis, redisPrefix(this.payload))
    } catch {
      this.failedAt = performance.now()
      return undefined
    }
  }

  /** The answer, unless what it shows was changed since; and with which turn a new one is kept. */
  async find(key: string): Promise<Lookup> {
    const found = await this.ask((redis, prefix) =>
      redis.findResponse(`${prefix}tags`, `${prefix}answer:${key}`),
    )
    if (!found) return {}
    const [era, turn, millis, about, body] = found
    const kept = millis && millis > 0 && about !== undefined && body !== undefined
    return { turn: { era, turn }, kept: kept ? { millis, about, body } : undefined }
  }

  /** Keeps an answer for the others. Whether that works is nobody's concern. */
  async keep(
    key: string,
    { era, turn }: WriteToken,
    tags: string[],
    answer: SharedResponse,
  ): Promise<void> {
    const { millis, about, body } = answer
    await this.ask((redis, prefix) =>
      redis.storeResponse(
        `${prefix}answer:${key}`,
        Math.ceil(millis),
        era,
        turn,
        tags.join(' '),
        about,
        body,
      ),
    )
  }

  /** What this server has committed and Redis may not know of: an answer from there may be older. */
  untold(): string[] {
    return servicesOf(this.payload).invalidationPublisher.unsentTags()
  }
}
