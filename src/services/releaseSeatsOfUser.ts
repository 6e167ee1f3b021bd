import type { PayloadRequest } from 'payload'

import { inTransaction } from '../db/connection.ts'
import { deleteRegistrations, eventsOfUser } from '../db/registrations.ts'
import { lockAllSeats, promoteWaitlist } from '../db/seats.ts'

/**
 * Removes a user's registrations and lets the next in everywhere. Nobody registers meanwhile: one
 * that came in after the list of events was read would be left to a user who is gone.
 */
export async function releaseSeatsOfUser(req: PayloadRequest, userId: number): Promise<void> {
  const now = new Date()
  await inTransaction(req, async (connection) => {
    await lockAllSeats(connection)
    const eventIds = await eventsOfUser(connection, userId)
    await deleteRegistrations(connection, { userId })
    for (const eventId of eventIds) await promoteWaitlist(connection, eventId, now)
  })
}
