import { LRUCache } from 'lru-cache'

import { tagsOf } from '../../cache/invalidation/messages.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import type { CachedResponse } from './cachedResponse.ts'

/** The wrapper gives a response that has grown a new identity, so that `lru-cache` counts its size again. */
interface Entry {
  response: CachedResponse
}

/** The cached responses of this process, by their key and by their tags, within a number of bytes. */
export class TaggedLru {
  evictions = 0
  private readonly entries: LRUCache<string, Entry>
  private readonly byTag = new Map<string, Map<string, CachedResponse>>()

  /** @param maxBytes of all responses together */
  constructor(maxBytes: number) {
    this.entries = new LRUCache<string, Entry>({
      maxSize: maxBytes,
      // A response that takes the room of hundreds of others is not worth it.
      maxEntrySize: Math.max(1, Math.floor(maxBytes / 4)),
      sizeCalculation: ({ response }, key) => response.size() + 4 * key.length,
      dispose: ({ response }, key, reason) => {
        if (reason === 'evict') this.evictions += 1
        this.removeTags(key, response)
      },
    })
  }

  get bytes(): number {
    return this.entries.calculatedSize
  }

  get count(): number {
    return this.entries.size
  }

  get(key: string): CachedResponse | undefined {
    return this.entries.get(key)?.response
  }

  set(key: string, response: CachedResponse): void {
    this.entries.set(key, { response })
    // A response that is too large was not stored.
    if (this.entries.peek(key)?.response !== response) return
    for (const tag of response.tags) {
      const tagged = this.byTag.get(tag) ?? new Map<string, CachedResponse>()
      this.byTag.set(tag, tagged.set(key, response))
    }
  }

  /** Counts the size of a response again after it has been compressed. */
  updateSize(key: string, response: CachedResponse): void {
    if (this.entries.peek(key)?.response === response) this.set(key, response)
  }

  delete(key: string): void {
    this.entries.delete(key)
  }

  /** Deletes the responses that a change has outdated. */
  invalidate(invalidation: Invalidation): void {
    if (invalidation.all) this.clear()
    else for (const tag of tagsOf(invalidation)) this.deleteTagged(tag)
  }

  clear(): void {
    this.entries.clear()
    this.byTag.clear()
  }

  private deleteTagged(tag: string) {
    for (const key of [...(this.byTag.get(tag)?.keys() ?? [])]) this.entries.delete(key)
  }

  private removeTags(key: string, response: CachedResponse) {
    for (const tag of response.tags) {
      const tagged = this.byTag.get(tag)
      if (tagged?.get(key) === response) tagged.delete(key)
      if (tagged?.size === 0) this.byTag.delete(tag)
    }
  }
}
