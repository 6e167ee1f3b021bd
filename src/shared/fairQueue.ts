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
}

/**
 * Runs work fairly between clients: each client has a line of its own, and one of each line is served
 * after the other (round robin). A client with a thousand requests delays its own requests, and those of others by one turn.
 */
export class FairQueue {
  private readonly lines = new Map<string, Waiting[]>()
  private running = 0
  private waiting = 0

  constructor(readonly bounds: Readonly<Bounds>) {}

  /** How much work waits. */
  get size(): number {
    return this.waiting
  }

  /**
   * Runs work when it is the client's turn.
   *
   * @throws {QueueFullError} when too much work waits, and no other client has more of it; and what
   *   `work` throws
   */
  async run<Result>(client: string, work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.bounds.concurrency) this.running += 1
    else await this.wait(client)
    try {
      return await work()
    } finally {
      this.startNext()
    }
  }

  private wait(client: string): Promise<void> {
    if (this.waiting >= this.bounds.maxWaiting) this.makeRoom(client)
    return new Promise((start, giveUp) => {
      const line = this.lines.get(client)
      if (line) line.push({ start, giveUp })
      else this.lines.set(client, [{ start, giveUp }])
      this.waiting += 1
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

  /** Passes the place of finished work on to the first of the next line. That line is the last then. */
  private startNext(): void {
    const [next] = this.lines
    if (!next) {
      this.running -= 1
      return
    }
    const [client, line] = next
    this.lines.delete(client)
    const first = line.shift()!
    if (line.length > 0) this.lines.set(client, line)
    this.waiting -= 1
    first.start()
  }
}
