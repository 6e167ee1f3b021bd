import { tagsOf } from '../../cache/invalidation/messages.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'

/** One read of a response, shared by all requests that arrive while it runs. */
export class PendingRead<Result> {
  readonly result: Promise<Result>
  /** Set by a change during the read: requests after the change get another read. */
  isOutdated = false
  /** The read after this one, which begins when this one ends. */
  next: Promise<Result> | undefined
  private readonly invalidatedTags = new Set<string>()

  constructor(read: (pendingRead: PendingRead<Result>) => Promise<Result>) {
    this.result = read(this)
  }

  invalidate(tags: string[]): void {
    this.isOutdated = true
    for (const tag of tags) this.invalidatedTags.add(tag)
  }

  /** Whether a response with these tags may be older than a change that was made during the read. */
  mayBeOutdated(tags: string[]): boolean {
    const { invalidatedTags } = this
    return (
      this.isOutdated &&
      (invalidatedTags.has('all') || tags.some((tag) => invalidatedTags.has(tag)))
    )
  }
}

/**
 * Reads each response once for all requests that arrive at the same time. A request after a change
 * gets a read that began after the change. At most two reads run for one key, one after the other,
 * however fast the changes follow each other.
 */
export class SingleFlight<Result> {
  private readonly pending = new Map<string, PendingRead<Result>>()

  join(key: string, read: (pendingRead: PendingRead<Result>) => Promise<Result>): Promise<Result> {
    const pendingRead = this.pending.get(key)
    if (!pendingRead) return this.begin(key, read)
    if (!pendingRead.isOutdated) return pendingRead.result
    pendingRead.next ??= pendingRead.result
      .catch(() => undefined)
      .then(() => this.pending.get(key)?.result ?? this.begin(key, read))
    return pendingRead.next
  }

  invalidate(invalidation: Invalidation): void {
    if (this.pending.size === 0) return
    const tags = tagsOf(invalidation)
    for (const pendingRead of this.pending.values()) pendingRead.invalidate(tags)
  }

  private begin(
    key: string,
    read: (pendingRead: PendingRead<Result>) => Promise<Result>,
  ): Promise<Result> {
    const pendingRead = new PendingRead(read)
    this.pending.set(key, pendingRead)
    const end = () => {
      if (this.pending.get(key) === pendingRead) this.pending.delete(key)
    }
    pendingRead.result.then(end, end)
    return pendingRead.result
  }
}
