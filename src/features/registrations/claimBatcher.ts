import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { claimPlaces } from './queries/claims.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { happened } from '../../shared/diagnostics.ts'
import { inTurns } from '../../shared/inTurns.ts'
import { claimOnce, type OnceAnswer, type OnceClaim } from './claimWithIdempotency.ts'
import { ClaimQueue, type Waiting } from './claimQueue.ts'

/** The most claims in one statement; it takes some ten milliseconds for that many. */
const largest = 500

/** The most that wait: a few seconds' work. Who comes later is told at once, not after half a minute. */
export const mostWaiting = 10_000

/** Statements that are under way at once, and wait for nobody. */
const abreast = 2

/** Those beside them, each waiting for one event whose seats somebody else holds. */
const patient = 4

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
class Lane {
  private readonly queue = new ClaimQueue()
  private readonly inPatience = inTurns(patient)
  private readonly payload: Payload
  private underWay = 0
  private isWoken = false

  constructor(payload: Payload) {
    this.payload = payload
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.queue.size
  }

  claim(claim: OnceClaim, isGone?: () => boolean): Promise<OnceAnswer> {
    if (this.queue.size >= mostWaiting) throw tooMany()
    return new Promise((resolve, reject) => {
      this.queue.add({ claim, isGone, resolve, reject })
      this.wake()
    })
  }

  /** At the end of this turn of the event loop: what has arrived in it travels together. */
  private wake() {
    if (this.isWoken || this.underWay === abreast) return
    this.isWoken = true
    setImmediate(() => {
      this.isWoken = false
      while (this.underWay < abreast) {
        const batch = this.takeBatch()
        if (batch.length === 0) return
        void this.workOff(batch)
      }
    })
  }

  private takeBatch(): Waiting[] {
    const [gone, batch] = this.queue.take(largest)
    for (const { reject } of gone) reject(clientGone())
    return batch
  }

  private async workOff(batch: Waiting[]) {
    this.underWay += 1
    const heldUp = await this.decide(batch, false)
    this.underWay -= 1
    const waiting = new Map(
      [...new Set(heldUp.map(({ claim }) => claim.eventId))].map((eventId) => [
        eventId,
        heldUp.filter(({ claim }) => claim.eventId === eventId),
      ]),
    )
    this.queue.free(batch.map(({ claim }) => claim.eventId).filter((id) => !waiting.has(id)))
    this.wake()
    for (const [eventId, held] of waiting) void this.waitFor(eventId, held)
  }

  private async waitFor(eventId: number, held: Waiting[]) {
    await this.inPatience(() => this.decide(held, true))
    this.queue.free([eventId])
    this.wake()
  }

  /** In one statement, unless answers are to be kept with it. */
  private ask(claims: OnceClaim[], isPatient: boolean): Promise<OnceAnswer[]> {
    const now = new Date()
    return claims.some(({ once }) => once)
      ? claimOnce(this.payload, claims, now, isPatient)
      : claimPlaces(poolOf(this.payload), claims, now, isPatient)
  }

  /** @returns those whose event somebody else holds */
  private async decide(batch: Waiting[], isPatient: boolean): Promise<Waiting[]> {
    try {
      const claims = batch.map(({ claim }) => claim)
      const answers = await this.ask(claims, isPatient)
      happened('batch', { size: claims.length })
      return batch.filter(({ resolve }, index) => {
        const answer = answers[index]!
        if (answer.outcome === 'held_up') return true
        happened('registration', answer)
        resolve(answer)
        return false
      })
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) return this.decideApart(batch, isPatient)
      for (const { reject } of batch) reject(error)
      return []
    }
  }

  /** One of them has spoilt the statement for all: who it was gets the error, and nobody else. */
  private async decideApart(batch: Waiting[], isPatient: boolean): Promise<Waiting[]> {
    const heldUp: Waiting[] = []
    for (const one of batch) heldUp.push(...(await this.decide([one], isPatient)))
    return heldUp
  }
}

const lanes = new WeakMap<Payload, Lane>()

/** How many claims wait on this server for their turn. */
export const claimsWaiting = (payload: Payload): number => lanes.get(payload)?.waiting ?? 0

/** Decides on a claim: `isGone` tells whether anybody still waits for the answer. */
export type Claiming = (claim: OnceClaim, isGone?: () => boolean) => Promise<OnceAnswer>

/**
 * Claims a place in a statement of its own, together with all other claims that wait on this server.
 * A rush then holds a few connections of it, not all of them, and is worked off many times as fast.
 *
 * @throws {Refusal} 503 when too many wait already, 400 when the client has gone before its turn; the
 *   database's error: then it is not known whether the place was taken
 */
export const claimTogether =
  (payload: Payload): Claiming =>
  async (claim, isGone) => {
    let lane = lanes.get(payload)
    if (!lane) lanes.set(payload, (lane = new Lane(payload)))
    return lane.claim(claim, isGone)
  }
