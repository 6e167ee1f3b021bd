import type { PayloadRequest } from 'payload'

import { inTransaction } from '../db/connection.ts'
import { deleteRegistrations, eventsOfUser } from '../db/registrations.ts'
import { lockEventSeats, promoteWaitlist } from '../db/seats.ts'

/**
 * Removes a user's registrations and lets the next in everywhere. Events are locked in the order of
 * their ids, so that two deletions at once cannot wait for each other.
 */
export async function releaseSeatsOfUser(req: PayloadRequest, userId: number): Promise<void> {
  const now = new Date()
  await inTransaction(req, async (connection) => {
    const eventIds = await eventsOfUser(connection, userId)
    for (const eventId of eventIds) await lockEventSeats(connection, eventId)
    await deleteRegistrations(connection, { userId })
    for (const eventId of eventIds) await promoteWaitlist(connection, eventId, now)
  })
}
