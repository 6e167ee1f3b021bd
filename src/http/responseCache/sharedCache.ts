import type { Payload } from 'payload'

import { redisPrefix } from '../../cache/invalidation/messages.ts'
import { redisOf } from '../../cache/redis.ts'
import type { RedisWithScripts } from '../../cache/redisScripts.ts'
import { servicesOf } from '../../shared/services.ts'

/** Milliseconds for which Redis is not called after an error, so that not every miss waits for it. */
const retryDelayMs = 1000

/** The state of the invalidations before a read. Redis drops a response that an invalidation after it outdates. */
export interface WriteToken {
  era: string
  turn: string
}

/** A response as Redis stores it. */
export interface SharedResponse {
  /** Milliseconds that the response may still live. */
  lifetimeMs: number
  /** The response without its body, as JSON. */
  about: string
  body: string
}

export interface Lookup {
  /** For storing the response that is read now; undefined without Redis. */
  token?: WriteToken
  stored?: SharedResponse
}

interface Entry {
  token: WriteToken
  tags: string[]
  stored: SharedResponse
}

/** The responses that all servers of one Redis share. Without Redis there are none, and nothing fails. */
export class SharedCache {
  private readonly payload: Payload
  private failedAt = -Infinity

  constructor(payload: Payload) {
    this.payload = payload
  }

  private async call<Result>(
    work: (redis: RedisWithScripts, prefix: string) => Promise<Result>,
  ): Promise<Result | undefined> {
    const redis = redisOf(this.payload)
    if (!redis || performance.now() - this.failedAt < retryDelayMs) return undefined
    try {
      return await work(redis, redisPrefix(this.payload))
    } catch {
      this.failedAt = performance.now()
      return undefined
    }
  }

  /** The stored response, unless a change has outdated it, and the token for storing a new one. */
  async find(key: string): Promise<Lookup> {
    const found = await this.call((redis, prefix) =>
      redis.findResponse(`${prefix}tags`, `${prefix}answer:${key}`),
    )
    if (!found) return {}
    const [era, turn, lifetimeMs, about, body] = found
    const isThere = lifetimeMs && lifetimeMs > 0 && about !== undefined && body !== undefined
    return { token: { era, turn }, stored: isThere ? { lifetimeMs, about, body } : undefined }
  }

  /** Stores a response for the other servers. An error is ignored: they read the response themselves. */
  async store(key: string, { token, tags, stored }: Entry): Promise<void> {
    await this.call((redis, prefix) =>
      redis.storeResponse(
        `${prefix}answer:${key}`,
        Math.ceil(stored.lifetimeMs),
        token.era,
        token.turn,
        tags.join(' '),
        stored.about,
        stored.body,
      ),
    )
  }

  /** The tags of changes that this server has committed and Redis may not know: its responses may be older. */
  unpublishedTags(): string[] {
    return servicesOf(this.payload).invalidationPublisher.unsentTags()
  }
}
