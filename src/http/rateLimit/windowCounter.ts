import { LRUCache } from 'lru-cache'

/** Keys in memory, at about 200 bytes each. Above it the least recently used key is removed. */
const capacity = 50_000

/** Uses of one key in the current window. */
export interface WindowUse {
  readonly key: string
  /** The shared count of all servers, when it was last read. */
  known: number
  /** The uses that this server has counted since. */
  unsent: number
  /** When the window ends, on the clock of `performance`. */
  until: number
}

/** Adds uses to the shared count. @returns the sum, and the milliseconds left of its window */
export type ShareCount = (
  key: string,
  uses: number,
) => Promise<{ count: number; millisLeft: number }>

/** Milliseconds between two updates of the shared count. */
const interval = 250

/** A server updates the shared count after one of so many parts of the quota. */
const parts = 20

/**
 * Counts uses by key. The window of a key begins with its first use. The counter runs in the process,
 * because a round trip for every request would cost more than most requests do. From time to time it
 * adds its uses to a count that all servers share. So each server may allow a twentieth of the quota
 * too many, and the requests of a quarter of a second.
 */
export class WindowCounter {
  private readonly entries = new LRUCache<string, WindowUse>({ max: capacity })
  private readonly toShare = new Set<WindowUse>()
  private readonly millis: number
  private readonly step: number
  private readonly share: ShareCount
  private timer: NodeJS.Timeout | undefined

  constructor({ quota, window }: { quota: number; window: number }, share: ShareCount) {
    this.millis = window * 1000
    this.step = Math.ceil(quota / parts)
    this.share = share
  }

  /** Counts a use. @param now on the clock of `performance` */
  consume(key: string, now: number): WindowUse {
    const found = this.entries.get(key)
    const uses = found ?? { key, known: 0, unsent: 0, until: 0 }
    if (!found) this.entries.set(key, uses)
    if (uses.until <= now) {
      uses.known = 0
      uses.unsent = 0
      uses.until = now + this.millis
    }
    uses.unsent += 1
    if (uses.unsent === this.step) this.shareLater(uses)
    return uses
  }

  private shareLater(uses: WindowUse) {
    this.toShare.add(uses)
    this.timer ??= setTimeout(() => this.shareAll(), interval).unref()
  }

  private shareAll() {
    this.timer = undefined
    for (const uses of this.toShare) void this.shareOne(uses)
    this.toShare.clear()
  }

  private async shareOne(uses: WindowUse) {
    const { key, unsent } = uses
    // The window of these uses may have ended.
    if (unsent === 0) return
    uses.known += unsent
    uses.unsent = 0
    try {
      const { count, millisLeft } = await this.share(key, unsent)
      uses.known = count
      uses.until = performance.now() + millisLeft
    } catch {
      // The store is down: this server goes on with its own count.
    }
  }
}
