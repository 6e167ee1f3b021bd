import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { type LastRegistration, lastRegistration, takeOffer } from './queries/offers.ts'
import type { RegistrationRow } from './queries/registrations.ts'
import { lockEventSeats, promoteWaitlist } from './queries/seats.ts'
import type { RefusalCode } from './rules.ts'
import { registrationRefusal } from './registrationRefusal.ts'

/** Why an offer cannot be accepted, or undefined when it can. */
function refusalFor(mine: LastRegistration | undefined, now: Date): RefusalCode | undefined {
  if (!mine) return 'not_registered'
  if (!mine.offerExpiresAt) return 'not_offered'
  // Asked again, because the answer was lost, it is answered as the first time.
  if (mine.state === 'confirmed') return undefined
  if (mine.eventStatus === 'cancelled') return 'event_cancelled'
  if (new Date(mine.offerExpiresAt) <= now) return 'offer_expired'
  if (mine.state !== 'offered') return 'not_offered'
  return new Date(mine.eventEndDate) <= now ? 'event_ended' : undefined
}

/**
 * Accepts the place that a user is offered in an event.
 *
 * @returns the registration, confirmed; also when it was accepted before
 * @throws {Refusal} `not_registered`, `not_offered`, or `offer_expired` when it comes too late: then the place has gone
 *   to the next in line
 */
export async function acceptOffer(
  req: PayloadRequest,
  eventId: number,
  userId: number,
  now = new Date(),
): Promise<RegistrationRow> {
  const { mine, refusal } = await inTransaction(req, async (connection) => {
    await lockEventSeats(connection, eventId)
    const mine = await lastRegistration(connection, eventId, userId)
    const refusal = refusalFor(mine, now)
    if (mine && !refusal) await takeOffer(connection, mine.id, now)
    // The refusal is thrown when this is committed: what has lapsed is to go on to the next.
    if (refusal === 'offer_expired') await promoteWaitlist(connection, eventId, now)
    return { mine, refusal }
  })
  if (refusal || !mine) throw registrationRefusal(refusal ?? 'not_registered')
  return { ...mine, state: 'confirmed' }
}
