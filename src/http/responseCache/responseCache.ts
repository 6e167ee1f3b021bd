import type { Payload } from 'payload'
import { z } from 'zod'

import { SharedAnswers, type Turn } from './sharedCache.ts'
import { startHearing } from '../../cache/invalidation/subscriber.ts'
import { tellingOf } from '../../cache/invalidation/publisher.ts'
import type { Touched } from '../../cache/invalidation/tracker.ts'
import type { Env } from '../../runtime/env/env.ts'
import { Answer, type Content } from './cachedResponse.ts'
import { type Flight, Flights } from './singleFlight.ts'
import { Shelf } from './lru.ts'

/** Milliseconds that an answer lives while this process may not hear of changes that others make. */
const deafLifetime = 1000

const everything: Touched = { all: true, lists: true, events: new Set() }

const AboutSchema = z.object({
  type: z.string(),
  tag: z.string(),
  eventIds: z.array(z.int()),
  isList: z.boolean(),
  route: z.string(),
})

/** What was read from the database, and when it changes by itself. */
export interface Read {
  content: Content
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

const statsByPayload = new WeakMap<Payload, () => CacheStats>()

/** What the platform's cache has done and holds; undefined where no server runs on it. */
export const cacheStats = (payload: Payload): CacheStats | undefined =>
  statsByPayload.get(payload)?.()

/**
 * The answers to whoever is not signed in: in this process, in Redis, or made anew, once for all who
 * wait (docs/decisions/0015-cache.md).
 */
export class Answers {
  private readonly shelf: Shelf
  private readonly flights = new Flights<Answer>()
  private readonly shared: SharedAnswers
  private readonly lifetime: number
  private readonly keeps: boolean
  private hearing = false
  private readonly counts = { hits: 0, misses: 0, redisHits: 0, fills: 0, invalidations: 0 }

  constructor(payload: Payload, env: Env) {
    this.shelf = new Shelf(env.CACHE_BYTES)
    this.shared = new SharedAnswers(payload)
    this.lifetime = env.CACHE_SECONDS * 1000
    this.keeps = env.CACHE
    statsByPayload.set(payload, () => this.stats())
    if (!this.keeps) return
    tellingOf(payload).onTouched((touched) => this.drop(touched))
    startHearing(payload, {
      heard: (touched) => this.drop(touched),
      deaf: () => (this.hearing = false),
      hearing: () => {
        this.drop(everything)
        this.hearing = true
      },
    })
  }

  private stats(): CacheStats {
    const { bytes, count: entries, evictions } = this.shelf
    return { ...this.counts, evictions, entries, bytes, hearing: this.hearing }
  }

  /** The answer as this process has it; undefined when it has none, or none that still counts. */
  find(key: string): Answer | undefined {
    const answer = this.shelf.get(key)
    if (!answer) return undefined
    const now = Date.now()
    if (now >= answer.until || (!this.hearing && now - answer.made >= deafLifetime)) {
      this.shelf.delete(key)
      return undefined
    }
    this.counts.hits += 1
    return answer
  }

  /** Gets it from Redis or makes it. @throws what `read` throws, to everybody who waits */
  fetch(key: string, read: () => Promise<Read>): Promise<Answer> {
    this.counts.misses += 1
    return this.flights.join(key, (flight) => this.fill(key, flight, read))
  }

  /** Counts what was compressed since. */
  weigh(key: string, answer: Answer): void {
    this.shelf.weigh(key, answer)
  }

  private drop(touched: Touched): void {
    this.counts.invalidations += 1
    this.shelf.drop(touched)
    this.flights.touch(touched)
  }

  private async fill(key: string, flight: Flight<Answer>, read: () => Promise<Read>) {
    const { kept, turn } = this.keeps ? await this.fromOthers(key, flight) : {}
    if (kept) return kept
    const began = Date.now()
    const { content, changesAt = Infinity } = await read()
    this.counts.fills += 1
    const until = Math.min(began + this.lifetime, changesAt)
    const answer = new Answer(content, began, until)
    // What was touched meanwhile may be seen in it, or not.
    if (!this.keeps || flight.misses(answer.tags)) return answer
    this.shelf.set(key, answer)
    if (turn) this.toOthers(key, turn, content, answer)
    return answer
  }

  private async fromOthers(key: string, flight: Flight<Answer>) {
    const { kept, turn } = await this.shared.find(key)
    if (!kept) return { turn }
    let about: z.output<typeof AboutSchema>
    try {
      about = AboutSchema.parse(JSON.parse(kept.about))
    } catch {
      return { turn }
    }
    const now = Date.now()
    const answer = new Answer({ ...about, body: kept.body }, now, now + kept.millis)
    const untold = this.shared.untold()
    const isOlder = untold.includes('all') || untold.some((tag) => answer.tags.includes(tag))
    if (isOlder || flight.misses(answer.tags)) return { turn }
    this.counts.redisHits += 1
    this.shelf.set(key, answer)
    return { kept: answer, turn }
  }

  private toOthers(key: string, turn: Turn, { body, ...about }: Content, answer: Answer) {
    const millis = answer.until - Date.now()
    if (millis < 1) return
    void this.shared.keep(key, turn, answer.tags, { millis, about: JSON.stringify(about), body })
  }
}
