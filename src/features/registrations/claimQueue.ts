import type { IdempotentClaimResult, IdempotentClaim } from './claimWithIdempotency.ts'

export interface WaitingClaim {
  claim: IdempotentClaim
  /** Whether the client has hung up meanwhile. */
  isGone?: () => boolean
  resolve: (answer: IdempotentClaimResult) => void
  reject: (error: unknown) => void
}

/**
 * Who waits for their turn, by event and in order of arrival. While claims on an event are taken out,
 * the next ones on it stay: two statements at once could answer them out of order.
 */
export class ClaimQueue {
  /** How many wait; those who are taken out do not. */
  size = 0
  private readonly waiting = new Map<number, WaitingClaim[]>()
  private readonly taken = new Set<number>()

  add(one: WaitingClaim): void {
    const { eventId } = one.claim
    const queue = this.waiting.get(eventId)
    if (queue) queue.push(one)
    else this.waiting.set(eventId, [one])
    this.size += 1
  }

  /** Takes at most so many out of those whose turn it is, and beside them those who have gone. */
  take(most: number): [gone: WaitingClaim[], batch: WaitingClaim[]] {
    const gone: WaitingClaim[] = []
    const batch: WaitingClaim[] = []
    for (const [eventId, queue] of this.waiting) {
      if (batch.length === most) break
      if (this.taken.has(eventId)) continue
      const before = batch.length
      const out = queue.splice(0, most - before)
      for (const one of out) (one.isGone?.() ? gone : batch).push(one)
      if (queue.length === 0) this.waiting.delete(eventId)
      if (batch.length > before) this.taken.add(eventId)
      this.size -= out.length
    }
    return [gone, batch]
  }

  /** Says that claims on these events are decided: the next ones may be taken. */
  free(eventIds: number[]): void {
    for (const eventId of eventIds) this.taken.delete(eventId)
  }
}
