import pLimit from 'p-limit'
import type { Payload } from 'payload'

import { claimConnectionOf } from '../../database/pools.ts'
import { claimPlaces } from './queries/claims.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { publish } from '../../shared/diagnostics.ts'
import { servicesOf } from '../../shared/services.ts'
import type { ClaimResult } from './claimResult.ts'
import { claimWithIdempotency, type IdempotentClaim } from './claimWithIdempotency.ts'
import { ClaimQueue, type WaitingClaim } from './claimQueue.ts'

/** Claims in one statement. A statement with this many takes about 10 ms. */
const maxBatchSize = 500

/** Claims that can wait: a few seconds of work. Later claims get a 503 at once, not after half a minute. */
export const maxWaiting = 10_000

/** Batches that run at the same time. Their statements do not wait for locks. */
const maxConcurrentBatches = 2

/** Further statements at the same time, each waiting for the lock of one event. */
const maxLockWaits = 4

/** Nobody receives this response: the client has disconnected and its claim took no seat. */
const clientDisconnected = () => new Refusal(400, 'bad_request', 'The client has gone.')

const tooManyWaiting = () =>
  new Refusal(503, 'busy', 'Too many are registering at this moment. Try again in a second.', {
    'Retry-After': '1',
  })

/** Whether PostgreSQL reported an error. The statement then changed nothing; after a lost connection it may have. */
const isRolledBack = (error: unknown) => (error as { severity?: string }).severity === 'ERROR'

/**
 * Decides the claims of one server in batches. All claims that arrive while a statement runs go into
 * the next statement, for any number of events (docs/decisions/0012-fast-path.md).
 */
export class ClaimBatcher {
  private readonly queue = new ClaimQueue()
  private readonly lockWaits = pLimit(maxLockWaits)
  private readonly payload: Payload
  private runningBatches = 0
  private isScheduled = false

  constructor(payload: Payload) {
    this.payload = payload
  }

  /** How many claims wait for a batch. */
  get waiting(): number {
    return this.queue.size
  }

  claim(claim: IdempotentClaim, isDisconnected?: () => boolean): Promise<ClaimResult> {
    if (this.queue.size >= maxWaiting) throw tooManyWaiting()
    return new Promise((resolve, reject) => {
      this.queue.add({ claim, isDisconnected, resolve, reject })
      this.schedule()
    })
  }

  /** Starts batches at the end of this turn of the event loop, so that one batch takes all its claims. */
  private schedule() {
    if (this.isScheduled || this.runningBatches === maxConcurrentBatches) return
    this.isScheduled = true
    setImmediate(() => {
      this.isScheduled = false
      while (this.runningBatches < maxConcurrentBatches) {
        const batch = this.takeBatch()
        if (batch.length === 0) return
        void this.runBatch(batch)
      }
    })
  }

  private takeBatch(): WaitingClaim[] {
    const { batch, disconnected } = this.queue.take(maxBatchSize)
    for (const { reject } of disconnected) reject(clientDisconnected())
    return batch
  }

  private async runBatch(batch: WaitingClaim[]) {
    this.runningBatches += 1
    const lockBusy = await this.decide(batch, false)
    this.runningBatches -= 1
    const busyEvents = new Map(
      [...new Set(lockBusy.map(({ claim }) => claim.eventId))].map((eventId) => [
        eventId,
        lockBusy.filter(({ claim }) => claim.eventId === eventId),
      ]),
    )
    this.queue.release(batch.map(({ claim }) => claim.eventId).filter((id) => !busyEvents.has(id)))
    this.schedule()
    for (const [eventId, claims] of busyEvents) void this.waitForLock(eventId, claims)
  }

  private async waitForLock(eventId: number, claims: WaitingClaim[]) {
    await this.lockWaits(() => this.decide(claims, true))
    this.queue.release([eventId])
    this.schedule()
  }

  /** Runs one statement; a transaction around it when there are responses to store. */
  private runStatement(claims: IdempotentClaim[], waitForLock: boolean): Promise<ClaimResult[]> {
    const options = { now: new Date(), waitForLock }
    return claims.some(({ idempotency }) => idempotency)
      ? claimWithIdempotency(this.payload, claims, options)
      : claimPlaces(claimConnectionOf(this.payload), claims, options)
  }

  /** @returns the undecided claims: another transaction has the lock of their event */
  private async decide(batch: WaitingClaim[], waitForLock: boolean): Promise<WaitingClaim[]> {
    try {
      const claims = batch.map(({ claim }) => claim)
      const results = await this.runStatement(claims, waitForLock)
      publish('claimBatch', { size: claims.length })
      return batch.filter(({ resolve }, index) => {
        const result = results[index]!
        if (result.outcome === 'lock_busy') return true
        publish('registration', result)
        resolve(result)
        return false
      })
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) return this.decideOneByOne(batch, waitForLock)
      for (const { reject } of batch) reject(error)
      return []
    }
  }

  /** Repeats a failed batch claim by claim, so that only the claim that caused the error fails. */
  private async decideOneByOne(
    batch: WaitingClaim[],
    waitForLock: boolean,
  ): Promise<WaitingClaim[]> {
    const lockBusy: WaitingClaim[] = []
    for (const one of batch) lockBusy.push(...(await this.decide([one], waitForLock)))
    return lockBusy
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    claimBatcher: ClaimBatcher
  }
}

/**
 * Decides a claim. `isDisconnected` tells whether the client has disconnected while the claim waited;
 * then it takes no place.
 */
export type ClaimPlace = (
  claim: IdempotentClaim,
  isDisconnected?: () => boolean,
) => Promise<ClaimResult>

/**
 * Claims a place in one statement with all other claims that wait on this server. A rush then uses a
 * few connections instead of all of them, and is decided many times as fast.
 *
 * @throws {Refusal} 503 when too many claims wait already, 400 when the client has disconnected; the
 *   database's error when it is not known whether the place was taken
 */
export const claimInBatch =
  (payload: Payload): ClaimPlace =>
  async (claim, isDisconnected) =>
    servicesOf(payload).claimBatcher.claim(claim, isDisconnected)
