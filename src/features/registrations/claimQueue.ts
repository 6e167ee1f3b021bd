import type { ClaimResult } from './claimResult.ts'
import type { IdempotentClaim } from './claimWithIdempotency.ts'

export interface WaitingClaim {
  claim: IdempotentClaim
  /** Whether the client has disconnected while the claim waited. */
  isDisconnected?: () => boolean
  resolve: (result: ClaimResult) => void
  reject: (error: unknown) => void
}

/**
 * Waiting claims, by event and in order of arrival. While a batch has claims on an event, later claims
 * on that event stay in the queue: two statements at once could decide them in the wrong order.
 */
export class ClaimQueue {
  /** How many claims wait; claims in a running batch do not count. */
  size = 0
  private readonly waiting = new Map<number, WaitingClaim[]>()
  private readonly busyEvents = new Set<number>()

  add(one: WaitingClaim): void {
    const { eventId } = one.claim
    const queue = this.waiting.get(eventId)
    if (queue) queue.push(one)
    else this.waiting.set(eventId, [one])
    this.size += 1
  }

  /**
   * Takes the next batch of at most `maxSize` claims on events that are not busy, and marks their
   * events as busy. The claims of disconnected clients are taken out too, and returned separately.
   */
  take(maxSize: number): { batch: WaitingClaim[]; disconnected: WaitingClaim[] } {
    const batch: WaitingClaim[] = []
    const disconnected: WaitingClaim[] = []
    for (const [eventId, queue] of this.waiting) {
      if (batch.length === maxSize) break
      if (this.busyEvents.has(eventId)) continue
      const before = batch.length
      const taken = queue.splice(0, maxSize - before)
      for (const one of taken) (one.isDisconnected?.() ? disconnected : batch).push(one)
      if (queue.length === 0) this.waiting.delete(eventId)
      if (batch.length > before) this.busyEvents.add(eventId)
      this.size -= taken.length
    }
    return { batch, disconnected }
  }

  /** Marks events as no longer busy: the next claims on them can be taken. */
  release(eventIds: number[]): void {
    for (const eventId of eventIds) this.busyEvents.delete(eventId)
  }
}
