import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { cancelRegistrations } from './queries/registrations.ts'
import { promoteWaitlist } from './queries/seats.ts'
import { registrationRefusal } from './registrationRefusal.ts'

/**
 * Cancels a user's registration for an event and gives the freed seats to the waitlist.
 *
 * @param now the time of the cancellation
 * @throws {Refusal} `not_registered` when the user has no live registration
 */
export async function cancelOwnRegistration(
  req: PayloadRequest,
  eventId: number,
  userId: number,
  now = new Date(),
): Promise<void> {
  await inTransaction(req, async (connection) => {
    const cancelled = await cancelRegistrations(connection, {
      eventId,
      userId,
      cancelledBy: userId,
      reason: null,
      now,
    })
    if (cancelled.length === 0) throw registrationRefusal('not_registered')
    await promoteWaitlist(connection, eventId, now)
  })
}
