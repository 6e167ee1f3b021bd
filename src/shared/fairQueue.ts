import { Pace } from './pace.ts'
import { RecentCosts } from './recentCosts.ts'

/** Work that the queue does not take, or gives up because another client had fewer waiting. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError'
}

interface Waiting {
  start: () => void
  giveUp: (error: QueueFullError) => void
}

interface Bounds {
  /** How much work runs at once. */
  concurrency: number
  /** How much work may wait. */
  maxWaiting: number
  /** Dear work delays what comes next; without it none does. */
  dear?: DearWork
}

interface DearWork {
  /** Cost from which on work counts as dear. */
  from: number
  /** What dear work may cost in a second, above `from`. */
  perSecond: number
}

/**
 * Runs work fairly between clients: each client has a line of its own, and the client whose work has
 * cost least lately is served next. So a client with a thousand requests, or with large ones, delays its
 * own requests, and those of others by one turn.
 */
export class FairQueue {
  private readonly lines = new Map<string, Waiting[]>()
  private readonly costs = new RecentCosts()
  private readonly pace: Pace
  private running = 0
  private waiting = 0

  constructor(readonly bounds: Readonly<Bounds>) {
    this.pace = new Pace(bounds.dear?.perSecond ?? Infinity, () => this.startWaiting())
  }

  /** How much work waits. */
  get size(): number {
    return this.waiting
  }

  /**
   * Runs work when it is the client's turn.
   *
   * @param costOf what the work has cost, in any unit; each costs the same without it
   * @throws {QueueFullError} when too much work waits, and no other client has more of it; and what
   *   `work` throws
   */
  async run<Result>(
    client: string,
    work: () => Promise<Result>,
    costOf: (result: Result) => number = () => 1,
  ): Promise<Result> {
    if (this.isFree() && this.waiting === 0) this.running += 1
    else await this.wait(client)
    let cost = 1
    try {
      const result = await work()
      cost = costOf(result)
      return result
    } finally {
      this.end(client, cost)
    }
  }

  private readonly isFree = () => this.running < this.bounds.concurrency && this.pace.allows()

  private end(client: string, cost: number) {
    this.running -= 1
    this.costs.add(client, cost)
    this.pace.spend(Math.max(0, cost - (this.bounds.dear?.from ?? 0)))
    this.startWaiting()
  }

  private wait(client: string): Promise<void> {
    if (this.waiting >= this.bounds.maxWaiting) this.makeRoom(client)
    return new Promise((start, giveUp) => {
      const line = this.lines.get(client)
      if (line) line.push({ start, giveUp })
      else this.lines.set(client, [{ start, giveUp }])
      this.waiting += 1
      // When nothing runs, nothing that ends will start it.
      this.startWaiting()
    })
  }

  /** Gives up the last in the longest line: the client with the most waiting loses first. */
  private makeRoom(client: string): void {
    const [longest] = [...this.lines].toSorted(([, one], [, other]) => other.length - one.length)
    const own = this.lines.get(client)?.length ?? 0
    if (!longest || longest[1].length <= own + 1) throw new QueueFullError()
    this.waiting -= 1
    longest[1].pop()!.giveUp(new QueueFullError())
  }

  private startWaiting(): void {
    while (this.waiting > 0 && this.isFree()) {
      const client = this.costs.cheapestOf(this.lines.keys())
      const line = this.lines.get(client)!
      const first = line.shift()!
      // Of clients that have cost the same, the one served last comes last.
      this.lines.delete(client)
      if (line.length > 0) this.lines.set(client, line)
      this.waiting -= 1
      this.running += 1
      first.start()
    }
    if (this.waiting > 0 && this.running < this.bounds.concurrency) this.pace.callWhenAllowed()
  }
}
