import type { Payload } from 'payload'
import { z } from 'zod'

import { SharedCache, type WriteToken } from './sharedCache.ts'
import { startSubscriber } from '../../cache/invalidation/subscriber.ts'
import { servicesOf } from '../../shared/services.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import type { Env } from '../../runtime/env/env.ts'
import { CachedResponse, type ResponseContent } from './cachedResponse.ts'
import { type PendingRead, SingleFlight } from './singleFlight.ts'
import { TaggedLru } from './lru.ts'

/** Milliseconds that an answer lives while this process may not hear of changes that others make. */
const deafLifetime = 1000

const everything: Invalidation = { all: true, lists: true, events: new Set() }

const AboutSchema = z.object({
  type: z.string(),
  tag: z.string(),
  eventIds: z.array(z.int()),
  isList: z.boolean(),
  route: z.string(),
})

/** What was read from the database, and when it changes by itself. */
export interface ReadResult {
  content: ResponseContent
  /** In milliseconds since the epoch. */
  changesAt: number | undefined
}

/** What the cache has done since the process began, and what it holds now. */
export interface CacheStats {
  hits: number
  misses: number
  /** Misses that Redis had an answer for. */
  redisHits: number
  /** Answers that were read from the database. */
  fills: number
  /** Answers that were thrown out to make room. */
  evictions: number
  /** Times that something was touched, here or on another server. */
  invalidations: number
  entries: number
  bytes: number
  /** Whether changes of other processes are heard of; while not, answers live for a second. */
  hearing: boolean
}

declare module '../../shared/services.ts' {
  interface Services {
    /** The counts of the response cache; undefined in a process without a server. */
    responseCacheStats?: () => CacheStats
  }
}

/** What the platform's cache has done and holds; undefined where no server runs on it. */
export const cacheStats = (payload: Payload): CacheStats | undefined =>
  servicesOf(payload).responseCacheStats?.()

/**
 * The answers to whoever is not signed in: in this process, in Redis, or made anew, once for all who
 * wait (docs/decisions/0015-cache.md).
 */
export class ResponseCache {
  private readonly lru: TaggedLru
  private readonly singleFlight = new SingleFlight<CachedResponse>()
  private readonly shared: SharedCache
  private readonly lifetime: number
  private readonly keeps: boolean
  private hearing = false
  private readonly counts = { hits: 0, misses: 0, redisHits: 0, fills: 0, invalidations: 0 }

  constructor(payload: Payload, env: Env) {
    this.lru = new TaggedLru(env.CACHE_BYTES)
    this.shared = new SharedCache(payload)
    this.lifetime = env.CACHE_SECONDS * 1000
    this.keeps = env.CACHE
    servicesOf(payload).responseCacheStats = () => this.stats()
    if (!this.keeps) return
    servicesOf(payload).invalidationPublisher.addListener((touched) => this.drop(touched))
    startSubscriber(payload, {
      onInvalidation: (touched) => this.drop(touched),
      onDisconnected: () => (this.hearing = false),
      onConnected: () => {
        this.drop(everything)
        this.hearing = true
      },
    })
  }

  private stats(): CacheStats {
    const { bytes, count: entries, evictions } = this.lru
    return { ...this.counts, evictions, entries, bytes, hearing: this.hearing }
  }

  /** The answer as this process has it; undefined when it has none, or none that still counts. */
  find(key: string): CachedResponse | undefined {
    const answer = this.lru.get(key)
    if (!answer) return undefined
    const now = Date.now()
    if (now >= answer.until || (!this.hearing && now - answer.made >= deafLifetime)) {
      this.lru.delete(key)
      return undefined
    }
    this.counts.hits += 1
    return answer
  }

  /** Gets it from Redis or makes it. @throws what `read` throws, to everybody who waits */
  fetch(key: string, read: () => Promise<ReadResult>): Promise<CachedResponse> {
    this.counts.misses += 1
    return this.singleFlight.join(key, (pendingRead) => this.fill(key, pendingRead, read))
  }

  /** Counts what was compressed since. */
  updateSize(key: string, answer: CachedResponse): void {
    this.lru.updateSize(key, answer)
  }

  private drop(touched: Invalidation): void {
    this.counts.invalidations += 1
    this.lru.drop(touched)
    this.singleFlight.touch(touched)
  }

  private async fill(
    key: string,
    pendingRead: PendingRead<CachedResponse>,
    read: () => Promise<ReadResult>,
  ) {
    const { kept, turn } = this.keeps ? await this.fromOthers(key, pendingRead) : {}
    if (kept) return kept
    const began = Date.now()
    const { content, changesAt = Infinity } = await read()
    this.counts.fills += 1
    const until = Math.min(began + this.lifetime, changesAt)
    const answer = new CachedResponse(content, began, until)
    // What was touched meanwhile may be seen in it, or not.
    if (!this.keeps || pendingRead.misses(answer.tags)) return answer
    this.lru.set(key, answer)
    if (turn) this.toOthers(key, turn, content, answer)
    return answer
  }

  private async fromOthers(key: string, pendingRead: PendingRead<CachedResponse>) {
    const { kept, turn } = await this.shared.find(key)
    if (!kept) return { turn }
    let about: z.output<typeof AboutSchema>
    try {
      about = AboutSchema.parse(JSON.parse(kept.about))
    } catch {
      return { turn }
    }
    const now = Date.now()
    const answer = new CachedResponse({ ...about, body: kept.body }, now, now + kept.millis)
    const untold = this.shared.untold()
    const isOlder = untold.includes('all') || untold.some((tag) => answer.tags.includes(tag))
    if (isOlder || pendingRead.misses(answer.tags)) return { turn }
    this.counts.redisHits += 1
    this.lru.set(key, answer)
    return { kept: answer, turn }
  }

  private toOthers(
    key: string,
    turn: WriteToken,
    { body, ...about }: ResponseContent,
    answer: CachedResponse,
  ) {
    const millis = answer.until - Date.now()
    if (millis < 1) return
    void this.shared.keep(key, turn, answer.tags, { millis, about: JSON.stringify(about), body })
  }
}
