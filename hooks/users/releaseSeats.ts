import type { CollectionBeforeDeleteHook } from 'payload'

import { releaseSeatsOfUser } from '../../src/features/registrations/releaseSeatsOfUser.ts'

/** A deleted user's registrations go with them, and their places to the next in the queue. */
export const releaseSeats: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await releaseSeatsOfUser(req, Number(id))
}
