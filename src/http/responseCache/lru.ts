import { LRUCache } from 'lru-cache'

import { tagsOf } from '../../cache/invalidation/messages.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import type { CachedResponse } from './cachedResponse.ts'

/** An answer in its place; one that has grown gets another place. */
interface Place {
  answer: CachedResponse
}

/** The answers that this process keeps: by their key, by what they show, and never above their bound. */
export class TaggedLru {
  evictions = 0
  private readonly places: LRUCache<string, Place>
  private readonly byTag = new Map<string, Map<string, CachedResponse>>()

  /** @param bytes the most that they may take together */
  constructor(bytes: number) {
    this.places = new LRUCache<string, Place>({
      maxSize: bytes,
      // One that takes the room of hundreds is not worth it.
      maxEntrySize: Math.max(1, Math.floor(bytes / 4)),
      sizeCalculation: ({ answer }, key) => answer.size() + 4 * key.length,
      dispose: ({ answer }, key, reason) => {
        if (reason === 'evict') this.evictions += 1
        this.forget(key, answer)
      },
    })
  }

  get bytes(): number {
    return this.places.calculatedSize
  }

  get count(): number {
    return this.places.size
  }

  get(key: string): CachedResponse | undefined {
    return this.places.get(key)?.answer
  }

  set(key: string, answer: CachedResponse): void {
    this.places.set(key, { answer })
    if (this.places.peek(key)?.answer !== answer) return
    for (const tag of answer.tags) {
      const kept = this.byTag.get(tag) ?? new Map<string, CachedResponse>()
      this.byTag.set(tag, kept.set(key, answer))
    }
  }

  /** Counts an answer anew that has been compressed meanwhile. */
  updateSize(key: string, answer: CachedResponse): void {
    if (this.places.peek(key)?.answer === answer) this.set(key, answer)
  }

  delete(key: string): void {
    this.places.delete(key)
  }

  /** Drops what is outdated. */
  drop(touched: Invalidation): void {
    if (touched.all) this.clear()
    else for (const tag of tagsOf(touched)) this.dropTag(tag)
  }

  clear(): void {
    this.places.clear()
    this.byTag.clear()
  }

  private dropTag(tag: string) {
    for (const key of [...(this.byTag.get(tag)?.keys() ?? [])]) this.places.delete(key)
  }

  private forget(key: string, answer: CachedResponse) {
    for (const tag of answer.tags) {
      const kept = this.byTag.get(tag)
      if (kept?.get(key) === answer) kept.delete(key)
      if (kept?.size === 0) this.byTag.delete(tag)
    }
  }
}
