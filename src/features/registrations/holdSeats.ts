import type { PayloadRequest } from 'payload'

import { connectionOf, inTransaction } from '../../database/connection.ts'
import { releaseHolds, type Hold, insertHold as holdIn } from './queries/holds.ts'
import { lockEventSeats, promoteWaitlist, type Claim } from './queries/seats.ts'
import { claimRefusal } from './claimRefusal.ts'
import { registrationRefusal } from './registrationRefusal.ts'

export interface Held extends Hold {
  /** Whether the user held them before: then they are what they were, and for no longer. */
  before: boolean
}

/**
 * Holds seats of an event for a user, for ten minutes (docs/decisions/0014-holds-and-offers.md).
 *
 * @throws {Refusal} with the contract's code when there are none, or none for this user
 */
export async function holdSeats(
  req: PayloadRequest,
  eventId: number,
  claim: Claim,
  now = new Date(),
): Promise<Held> {
  const answer = await holdIn(await connectionOf(req), eventId, claim, now)
  if (!('hold' in answer)) throw await claimRefusal(() => req, eventId, answer.outcome)
  return { ...answer.hold, before: answer.outcome === 'held_before' }
}

/**
 * Lets the seats go that a user holds of an event, to the next who waits.
 *
 * @throws {Refusal} `not_held` when there are none
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
