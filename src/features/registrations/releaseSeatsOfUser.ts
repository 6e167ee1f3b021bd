import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { releaseHolds } from './queries/holds.ts'
import { deleteRegistrations, eventsOfUser } from './queries/registrations.ts'
import { lockAllSeats } from './queries/seats.ts'
import { recordFreedSeats } from './freedSeats.ts'

/**
 * Deletes a user's registrations and holds, and records the freed seats. It locks all seats: a
 * registration that was made after the list of events is read would belong to a deleted user.
 */
export async function releaseSeatsOfUser(req: PayloadRequest, userId: number): Promise<void> {
  await inTransaction(req, async (connection) => {
    await lockAllSeats(connection)
    recordFreedSeats(req, await eventsOfUser(connection, userId))
    await deleteRegistrations(connection, { userId })
    await releaseHolds(connection, { userId })
  })
}
