import type { PayloadRequest } from 'payload'

import { connectionOf, inTransaction } from '../../database/connection.ts'
import { type Hold, insertHold, releaseHolds } from './queries/holds.ts'
import { type Claim, lockEventSeats, promoteWaitlist } from './queries/seats.ts'
import { claimRefusal, registrationRefusal } from './registrationRefusal.ts'

/** A hold, and whether the user had it before; then its seats and its expiry are unchanged. */
export interface HeldSeats {
  hold: Hold
  existed: boolean
}

/**
 * Holds seats of an event for a user for ten minutes (docs/decisions/0014-holds-and-offers.md).
 *
 * @throws {Refusal} with the contract's code when there are no free seats, or none for this user
 */
export async function holdSeats(
  req: PayloadRequest,
  claim: Claim,
  now = new Date(),
): Promise<HeldSeats> {
  const result = await insertHold(await connectionOf(req), claim, now)
  if ('hold' in result) return { hold: result.hold, existed: result.outcome === 'held_before' }
  throw await claimRefusal(() => req, claim.eventId, result.outcome)
}

/**
 * Releases the seats that a user holds of an event, and gives them to the waitlist.
 *
 * @throws {Refusal} `not_held` when the user holds no seats
 */
export const releaseHold = (
  req: PayloadRequest,
  eventId: number,
  userId: number,
  now = new Date(),
): Promise<void> =>
  inTransaction(req, async (connection) => {
    await lockEventSeats(connection, eventId)
    if ((await releaseHolds(connection, { eventId, userId })) === 0) {
      throw registrationRefusal('not_held')
    }
    await promoteWaitlist(connection, eventId, now)
  })
