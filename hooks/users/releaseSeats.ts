import type { CollectionBeforeDeleteHook } from 'payload'

import { releaseSeatsOfUser } from '../../src/services/releaseSeatsOfUser.ts'

/** A deleted user's registrations go with them, and their places to the next in the queue. */
export const releaseSeats: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await releaseSeatsOfUser(req, Number(id))
}
