import type { CollectionBeforeDeleteHook } from 'payload'

import { releaseSeatsOfUser } from '../../src/features/registrations/releaseSeatsOfUser.ts'

/** Deletes a deleted user's registrations and holds, and gives their seats to the waitlists. */
export const releaseSeats: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await releaseSeatsOfUser(req, Number(id))
}
