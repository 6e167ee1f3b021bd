import type { Payload } from 'payload'
import { z } from 'zod'

import { SharedCache, type WriteToken } from './sharedCache.ts'
import { servicesOf } from '../../shared/services.ts'
import type { InvalidationPublisher } from '../../cache/invalidation/publisher.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import type { Env } from '../../runtime/env/env.ts'
import { CachedResponse, type ResponseContent } from './cachedResponse.ts'
import { type PendingRead, SingleFlight } from './singleFlight.ts'
import { TaggedLru } from './lru.ts'

/** Milliseconds that a response lives while this process may miss changes of other processes. */
const disconnectedLifetimeMs = 1000

/** What Redis stores in addition to the body of a response. */
const AboutSchema = z.object({
  type: z.string(),
  tag: z.string(),
  eventIds: z.array(z.int()),
  isList: z.boolean(),
  showsFlags: z.boolean().optional(),
  headers: z.array(z.string()).optional(),
  varies: z.string().optional(),
  publicCaching: z.string().optional(),
})

/** A response as it was read from the database. */
export interface ReadResult {
  content: ResponseContent
  /** When the response changes by itself, in milliseconds since the epoch. */
  changesAt: number | undefined
}

/** The counts of the response cache since the process began, and its size now. */
export interface CacheStats {
  hits: number
  misses: number
  /** Misses for which Redis had a response. */
  redisHits: number
  /** Responses that were read from the database. */
  fills: number
  /** Responses that were deleted to make room. */
  evictions: number
  /** Changes that deleted responses, on this server or on another one. */
  invalidations: number
  entries: number
  bytes: number
  /** Whether changes of other processes arrive. While they do not, responses live for a second. */
  connected: boolean
}

declare module '../../shared/services.ts' {
  interface Services {
    /** The counts of the response cache; undefined in a process without a server. */
    responseCacheStats?: () => CacheStats
  }
}

/** The counts of the response cache; undefined in a process without a server. */
export const cacheStats = (payload: Payload): CacheStats | undefined =>
  servicesOf(payload).responseCacheStats?.()

/**
 * The responses that everybody may see. They come from this process, from Redis, or from a read that
 * all waiting requests share (docs/decisions/0015-cache.md).
 */
export class ResponseCache {
  private readonly lru: TaggedLru
  private readonly singleFlight = new SingleFlight<CachedResponse>()
  private readonly shared: SharedCache
  private readonly lifetimeMs: number
  private readonly isOn: boolean
  private readonly publisher: InvalidationPublisher
  private readonly counts = { hits: 0, misses: 0, redisHits: 0, fills: 0, invalidations: 0 }

  constructor(payload: Payload, env: Env) {
    this.lru = new TaggedLru(env.CACHE_BYTES)
    this.shared = new SharedCache(payload)
    this.lifetimeMs = env.CACHE_SECONDS * 1000
    this.isOn = env.CACHE
    servicesOf(payload).responseCacheStats = () => this.stats()
    this.publisher = servicesOf(payload).invalidationPublisher
    if (this.isOn) this.publisher.addListener((change) => this.invalidate(change))
  }

  private stats(): CacheStats {
    const { bytes, count: entries, evictions } = this.lru
    return { ...this.counts, evictions, entries, bytes, connected: this.publisher.isConnected }
  }

  /** The response in this process; undefined without one that is still valid. */
  find(key: string): CachedResponse | undefined {
    const response = this.lru.get(key)
    if (!response) return undefined
    const now = performance.now()
    const isTooOld = !this.publisher.isConnected && now - response.readAt >= disconnectedLifetimeMs
    if (now >= response.expiresAt || isTooOld) {
      this.lru.delete(key)
      return undefined
    }
    this.counts.hits += 1
    return response
  }

  /** Gets the response from Redis, or reads it. @throws what `read` throws, to all that wait */
  fetch(key: string, read: () => Promise<ReadResult>): Promise<CachedResponse> {
    this.counts.misses += 1
    return this.singleFlight.join(key, (pendingRead) => this.fill(key, pendingRead, read))
  }

  /** Counts the size of a response again after it has been compressed. */
  updateSize(key: string, response: CachedResponse): void {
    this.lru.updateSize(key, response)
  }

  private invalidate(change: Invalidation): void {
    this.counts.invalidations += 1
    this.lru.invalidate(change)
    this.singleFlight.invalidate(change)
  }

  private async fill(
    key: string,
    pendingRead: PendingRead<CachedResponse>,
    read: () => Promise<ReadResult>,
  ) {
    const { found, token } = this.isOn ? await this.findInRedis(key, pendingRead) : {}
    if (found) return found
    const readAt = performance.now()
    const { content, changesAt = Infinity } = await read()
    this.counts.fills += 1
    const untilChange = performance.now() + (changesAt - Date.now())
    const expiresAt = Math.min(readAt + this.lifetimeMs, untilChange)
    const response = new CachedResponse(content, { readAt, expiresAt })
    // The response may or may not show a change that was made during the read.
    if (!this.isOn || pendingRead.mayBeOutdated(response.tags)) return response
    this.lru.set(key, response)
    if (token) this.storeInRedis(key, token, content, response)
    return response
  }

  private async findInRedis(key: string, pendingRead: PendingRead<CachedResponse>) {
    const { stored, token } = await this.shared.find(key)
    if (!stored) return { token }
    let about: z.output<typeof AboutSchema>
    try {
      about = AboutSchema.parse(JSON.parse(stored.about))
    } catch {
      return { token }
    }
    const readAt = performance.now()
    const expiresAt = readAt + stored.lifetimeMs
    const response = new CachedResponse({ ...about, body: stored.body }, { readAt, expiresAt })
    const unpublished = this.shared.unpublishedTags()
    const isOlder =
      unpublished.includes('all') || unpublished.some((tag) => response.tags.includes(tag))
    if (isOlder || pendingRead.mayBeOutdated(response.tags)) return { token }
    this.counts.redisHits += 1
    this.lru.set(key, response)
    return { found: response, token }
  }

  private storeInRedis(
    key: string,
    token: WriteToken,
    { body, ...about }: ResponseContent,
    { expiresAt, tags }: CachedResponse,
  ) {
    const lifetimeMs = expiresAt - performance.now()
    if (lifetimeMs < 1) return
    const stored = { lifetimeMs, about: JSON.stringify(about), body }
    void this.shared.store(key, { token, tags, stored })
  }
}
