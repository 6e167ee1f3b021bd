import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { cancelRegistrations } from './queries/registrations.ts'
import { promoteWaitlist } from './queries/seats.ts'
import { registrationRefusal } from './registrationRefusal.ts'

/**
 * Gives a user's place in an event back, or their place in the queue, and lets the next in.
 *
 * @param now when it is given back
 * @throws {Refusal} `not_registered` when the user holds neither
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
