import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { liveRegistration, resizeParty } from './queries/parties.ts'
import { type RegistrationRow, waitlistPositions } from './queries/registrations.ts'
import { lockEventSeats, promoteWaitlist } from './queries/seats.ts'
import { registrationRefusal } from './registrationRefusal.ts'

/** A registration after its party changed, and its position on the waitlist, from 1. */
export interface ResizedParty {
  position: number | null
  registration: RegistrationRow
}

/**
 * Changes the size of a user's own party. Freed seats go to the waitlist, and a waiting party that fits
 * now gets its places. A waiting party keeps its position.
 *
 * @throws {Refusal} `not_registered` without a live registration, `event_full` without enough free seats,
 *   `party_too_large` for more seats than the event allows, and the refusals of a claim when it wants more
 *   seats of an event that takes no registrations; nothing has changed then
 */
export const resizeOwnParty = (
  req: PayloadRequest,
  { eventId, userId, seats }: { eventId: number; userId: number; seats: number },
  now = new Date(),
): Promise<ResizedParty> =>
  inTransaction(req, async (connection) => {
    await lockEventSeats(connection, eventId)
    const before = await liveRegistration(connection, eventId, userId)
    if (!before) throw registrationRefusal('not_registered')
    // Who waits and fits comes before a party that grows.
    await promoteWaitlist(connection, eventId, now)
    const refusal = await resizeParty(connection, { id: before.id, eventId, seats }, now)
    // It was live a moment ago, under the same lock: so its offer has just expired.
    if (refusal === 'not_registered') throw registrationRefusal('offer_expired')
    if (refusal) throw registrationRefusal(refusal)
    await promoteWaitlist(connection, eventId, now)
    const registration = await liveRegistration(connection, eventId, userId)
    if (!registration) throw registrationRefusal('offer_expired')
    const positions = await waitlistPositions(connection, [registration.id])
    return { position: positions.get(registration.id) ?? null, registration }
  })
