import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { claimPlaces } from './queries/claims.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { publish } from '../../shared/diagnostics.ts'
import { servicesOf } from '../../shared/services.ts'
import { inTurns } from '../../shared/inTurns.ts'
import {
  claimWithIdempotency,
  type IdempotentClaimResult,
  type IdempotentClaim,
} from './claimWithIdempotency.ts'
import { ClaimQueue, type WaitingClaim } from './claimQueue.ts'

/** The most claims in one statement; it takes some ten milliseconds for that many. */
const maxBatchSize = 500

/** The most that wait: a few seconds' work. Who comes later is told at once, not after half a minute. */
export const maxWaiting = 10_000

/** Statements that are under way at once, and wait for nobody. */
const maxConcurrentBatches = 2

/** Those beside them, each waiting for one event whose seats somebody else holds. */
const maxLockWaits = 4

/** A client that has gone has taken no seat; the answer is for nobody. */
const clientGone = () => new Refusal(400, 'bad_request', 'The client has gone.')

const tooMany = () =>
  new Refusal(503, 'busy', 'Too many are registering at this moment. Try again in a second.', {
    'Retry-After': '1',
  })

/** Whether PostgreSQL has said no, and not merely been lost: then it is known that nothing was done. */
const isRolledBack = (error: unknown) => (error as { severity?: string }).severity === 'ERROR'

/**
 * Claims of one server, decided in batches: what waits when a statement has come back goes with the
 * next one, for as many events as it is for (docs/decisions/0012-hot-path.md).
 */
export class ClaimBatcher {
  private readonly queue = new ClaimQueue()
  private readonly lockWaits = inTurns(maxLockWaits)
  private readonly payload: Payload
  private runningBatches = 0
  private isScheduled = false

  constructor(payload: Payload) {
    this.payload = payload
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.queue.size
  }

  claim(claim: IdempotentClaim, isGone?: () => boolean): Promise<IdempotentClaimResult> {
    if (this.queue.size >= maxWaiting) throw tooMany()
    return new Promise((resolve, reject) => {
      this.queue.add({ claim, isGone, resolve, reject })
      this.schedule()
    })
  }

  /** At the end of this turn of the event loop: what has arrived in it travels together. */
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
    const [gone, batch] = this.queue.take(maxBatchSize)
    for (const { reject } of gone) reject(clientGone())
    return batch
  }

  private async runBatch(batch: WaitingClaim[]) {
    this.runningBatches += 1
    const lockBusy = await this.claimAll(batch, false)
    this.runningBatches -= 1
    const waiting = new Map(
      [...new Set(lockBusy.map(({ claim }) => claim.eventId))].map((eventId) => [
        eventId,
        lockBusy.filter(({ claim }) => claim.eventId === eventId),
      ]),
    )
    this.queue.free(batch.map(({ claim }) => claim.eventId).filter((id) => !waiting.has(id)))
    this.schedule()
    for (const [eventId, held] of waiting) void this.waitForLock(eventId, held)
  }

  private async waitForLock(eventId: number, held: WaitingClaim[]) {
    await this.lockWaits(() => this.claimAll(held, true))
    this.queue.free([eventId])
    this.schedule()
  }

  /** In one statement, unless answers are to be kept with it. */
  private runStatement(
    claims: IdempotentClaim[],
    waitForLock: boolean,
  ): Promise<IdempotentClaimResult[]> {
    const now = new Date()
    return claims.some(({ idempotency }) => idempotency)
      ? claimWithIdempotency(this.payload, claims, now, waitForLock)
      : claimPlaces(poolOf(this.payload), claims, now, waitForLock)
  }

  /** @returns those whose event somebody else holds */
  private async claimAll(batch: WaitingClaim[], waitForLock: boolean): Promise<WaitingClaim[]> {
    try {
      const claims = batch.map(({ claim }) => claim)
      const answers = await this.runStatement(claims, waitForLock)
      publish('batch', { size: claims.length })
      return batch.filter(({ resolve }, index) => {
        const answer = answers[index]!
        if (answer.outcome === 'lock_busy') return true
        publish('registration', answer)
        resolve(answer)
        return false
      })
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) return this.claimOneByOne(batch, waitForLock)
      for (const { reject } of batch) reject(error)
      return []
    }
  }

  /** One of them has spoilt the statement for all: who it was gets the error, and nobody else. */
  private async claimOneByOne(
    batch: WaitingClaim[],
    waitForLock: boolean,
  ): Promise<WaitingClaim[]> {
    const lockBusy: WaitingClaim[] = []
    for (const one of batch) lockBusy.push(...(await this.claimAll([one], waitForLock)))
    return lockBusy
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    claimBatcher: ClaimBatcher
  }
}

/** How many claims wait on this server for their turn. */
export const waitingClaims = (payload: Payload): number => servicesOf(payload).claimBatcher.waiting

/** Decides on a claim: `isGone` tells whether anybody still waits for the answer. */
export type ClaimPlace = (
  claim: IdempotentClaim,
  isGone?: () => boolean,
) => Promise<IdempotentClaimResult>

/**
 * Claims a place in a statement of its own, together with all other claims that wait on this server.
 * A rush then holds a few connections of it, not all of them, and is worked off many times as fast.
 *
 * @throws {Refusal} 503 when too many wait already, 400 when the client has gone before its turn; the
 *   database's error: then it is not known whether the place was taken
 */
export const claimInBatch =
  (payload: Payload): ClaimPlace =>
  async (claim, isGone) =>
    servicesOf(payload).claimBatcher.claim(claim, isGone)
