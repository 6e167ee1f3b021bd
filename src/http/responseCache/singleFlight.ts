import { tagsOf } from '../../cache/invalidation/messages.ts'
import type { Invalidation } from '../../cache/invalidation/tracker.ts'

/** The making of one answer, for all who ask for it meanwhile. */
export class PendingRead<Result> {
  readonly landed: Promise<Result>
  /** Set by what is touched meanwhile: whoever asks after that gets another one. */
  isOutdated = false
  /** The one after it, which begins when this one ends. */
  next: Promise<Result> | undefined
  private readonly touched = new Set<string>()

  constructor(make: (pendingRead: PendingRead<Result>) => Promise<Result>) {
    this.landed = make(this)
  }

  touch(tags: string[]): void {
    this.isOutdated = true
    for (const tag of tags) this.touched.add(tag)
  }

  /** Whether what it has made may be older than a change that was made meanwhile. */
  misses(tags: string[]): boolean {
    return this.isOutdated && (this.touched.has('all') || tags.some((tag) => this.touched.has(tag)))
  }
}

/**
 * Makes each answer once for all who ask for it at the same time. Who asks after a change gets one that
 * was begun after it; at most two are made for the same question, one after the other, however fast the
 * changes come.
 */
export class SingleFlight<Result> {
  private readonly underWay = new Map<string, PendingRead<Result>>()

  join(key: string, make: (pendingRead: PendingRead<Result>) => Promise<Result>): Promise<Result> {
    const pendingRead = this.underWay.get(key)
    if (!pendingRead) return this.begin(key, make)
    if (!pendingRead.isOutdated) return pendingRead.landed
    pendingRead.next ??= pendingRead.landed
      .catch(() => undefined)
      .then(() => this.underWay.get(key)?.landed ?? this.begin(key, make))
    return pendingRead.next
  }

  touch(touched: Invalidation): void {
    if (this.underWay.size === 0) return
    const tags = tagsOf(touched)
    for (const pendingRead of this.underWay.values()) pendingRead.touch(tags)
  }

  private begin(
    key: string,
    make: (pendingRead: PendingRead<Result>) => Promise<Result>,
  ): Promise<Result> {
    const pendingRead = new PendingRead(make)
    this.underWay.set(key, pendingRead)
    const end = () => {
      if (this.underWay.get(key) === pendingRead) this.underWay.delete(key)
    }
    pendingRead.landed.then(end, end)
    return pendingRead.landed
  }
}
