import { LRUCache } from 'lru-cache'

/** Keys that are remembered: an entry takes some 200 bytes. Beyond it the one idle longest goes. */
const capacity = 50_000

/** Uses of one key in the window that is under way. */
export interface WindowUse {
  readonly key: string
  /** What all servers together are known to have counted. */
  known: number
  /** What this one has counted since. */
  unsent: number
  /** When the window ends, on the clock of `performance`. */
  until: number
}

/** Adds uses to the count that all servers share. @returns its sum, and how long its window lasts */
export type ShareCount = (
  key: string,
  uses: number,
) => Promise<{ count: number; millisLeft: number }>

/** Milliseconds between two looks at the shared count. */
const interval = 250

/** The part of a quota that one server uses up before it tells the others. */
const share = 20

/**
 * Counts uses by key within windows that begin with the first: in process, because a round trip for
 * every request would cost more than most requests do. From time to time it adds what it has counted
 * to a count that all servers share. So each of them may let through a twentieth of the quota more
 * than there is, and what comes within a quarter of a second.
 */
export class WindowCounter {
  private readonly entries = new LRUCache<string, WindowUse>({ max: capacity })
  private readonly toTell = new Set<WindowUse>()
  private readonly millis: number
  private readonly step: number
  private readonly tell: ShareCount
  private timer: NodeJS.Timeout | undefined

  constructor({ quota, window }: { quota: number; window: number }, tell: ShareCount) {
    this.millis = window * 1000
    this.step = Math.ceil(quota / share)
    this.tell = tell
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
    if (uses.unsent === this.step) this.tellLater(uses)
    return uses
  }

  /** Counts a use if that is not more than the quota. @param now on the clock of `performance` */
  tryConsume(quota: number, key: string, now: number): boolean {
    const found = this.entries.get(key)
    if (found && found.until > now && found.known + found.unsent >= quota) return false
    this.consume(key, now)
    return true
  }

  private tellLater(uses: WindowUse) {
    this.toTell.add(uses)
    this.timer ??= setTimeout(() => this.tellAll(), interval).unref()
  }

  private tellAll() {
    this.timer = undefined
    for (const uses of this.toTell) void this.tellOne(uses)
    this.toTell.clear()
  }

  private async tellOne(uses: WindowUse) {
    const { key, unsent } = uses
    // The window in which they were counted may be over.
    if (unsent === 0) return
    uses.known += unsent
    uses.unsent = 0
    try {
      const { count, millisLeft } = await this.tell(key, unsent)
      uses.known = count
      uses.until = performance.now() + millisLeft
    } catch {
      // Nobody can be told: this server goes on with what it has counted itself.
    }
  }
}
