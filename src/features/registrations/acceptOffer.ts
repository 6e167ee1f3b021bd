import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { confirmOffer, type LastRegistration, lastRegistration } from './queries/offers.ts'
import type { RegistrationRow } from './queries/registrations.ts'
import { lockEventSeats, promoteWaitlist } from './queries/seats.ts'
import { registrationRefusal } from './registrationRefusal.ts'
import type { RefusalCode } from './rules.ts'

/** Why an offer cannot be accepted; undefined when it can. */
function refusalFor(last: LastRegistration | undefined, now: Date): RefusalCode | undefined {
  if (!last) return 'not_registered'
  if (!last.offerExpiresAt) return 'not_offered'
  // The client repeats the request when the first response was lost: it gets the same response.
  if (last.state === 'confirmed') return undefined
  if (last.eventStatus === 'cancelled') return 'event_cancelled'
  if (new Date(last.eventEndDate) <= now) return 'event_ended'
  if (new Date(last.offerExpiresAt) <= now) return 'offer_expired'
  return last.state === 'offered' ? undefined : 'not_offered'
}

/**
 * Accepts the place that a user was offered in an event.
 *
 * @returns the confirmed registration; also when the offer was accepted before
 * @throws {Refusal} `not_registered`, `not_offered`, or `offer_expired`: then the place goes to the
 *   next on the waitlist
 */
export async function acceptOffer(
  req: PayloadRequest,
  eventId: number,
  userId: number,
  now = new Date(),
): Promise<RegistrationRow> {
  const { last, refusal } = await inTransaction(req, async (connection) => {
    await lockEventSeats(connection, eventId)
    const last = await lastRegistration(connection, eventId, userId)
    const refusal = refusalFor(last, now)
    if (last && !refusal) await confirmOffer(connection, last.id, now)
    // The refusal is thrown after the commit: the expired place has to go to the waitlist.
    if (refusal === 'offer_expired') await promoteWaitlist(connection, eventId, now)
    return { last, refusal }
  })
  if (refusal || !last) throw registrationRefusal(refusal ?? 'not_registered')
  return { ...last, state: 'confirmed' }
}
