import { tagsOf } from '../../cache/invalidation/messages.ts'
import type { Touched } from '../../cache/invalidation/tracker.ts'

/** The making of one answer, for all who ask for it meanwhile. */
export class Flight<Result> {
  readonly landed: Promise<Result>
  /** Set by what is touched meanwhile: whoever asks after that gets another one. */
  isOutdated = false
  /** The one after it, which begins when this one ends. */
  next: Promise<Result> | undefined
  private readonly touched = new Set<string>()

  constructor(make: (flight: Flight<Result>) => Promise<Result>) {
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
export class Flights<Result> {
  private readonly underWay = new Map<string, Flight<Result>>()

  join(key: string, make: (flight: Flight<Result>) => Promise<Result>): Promise<Result> {
    const flight = this.underWay.get(key)
    if (!flight) return this.begin(key, make)
    if (!flight.isOutdated) return flight.landed
    flight.next ??= flight.landed
      .catch(() => undefined)
      .then(() => this.underWay.get(key)?.landed ?? this.begin(key, make))
    return flight.next
  }

  touch(touched: Touched): void {
    if (this.underWay.size === 0) return
    const tags = tagsOf(touched)
    for (const flight of this.underWay.values()) flight.touch(tags)
  }

  private begin(key: string, make: (flight: Flight<Result>) => Promise<Result>): Promise<Result> {
    const flight = new Flight(make)
    this.underWay.set(key, flight)
    const end = () => {
      if (this.underWay.get(key) === flight) this.underWay.delete(key)
    }
    flight.landed.then(end, end)
    return flight.landed
  }
}
