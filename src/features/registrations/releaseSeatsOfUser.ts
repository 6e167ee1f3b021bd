import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { releaseHolds } from './queries/holds.ts'
import { deleteRegistrations, eventsOfUser } from './queries/registrations.ts'
import { lockAllSeats } from './queries/seats.ts'
import { recordFreedSeats } from './freedSeats.ts'

/**
 * Removes a user's registrations and holds, and notes where the next can be let in. Nobody registers meanwhile:
 * one that came in after the list of events was read would be left to a user who is gone.
 */
export async function releaseSeatsOfUser(req: PayloadRequest, userId: number): Promise<void> {
  await inTransaction(req, async (connection) => {
    await lockAllSeats(connection)
    recordFreedSeats(req, await eventsOfUser(connection, userId))
    await deleteRegistrations(connection, { userId })
    await releaseHolds(connection, { userId })
  })
}
