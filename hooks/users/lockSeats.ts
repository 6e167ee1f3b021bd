import type { CollectionBeforeOperationHook } from 'payload'

import { isAdmin } from '../../src/shared/access/isAdmin.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { lockAllSeats } from '../../src/features/registrations/queries/seats.ts'

/**
 * Deleting users frees their seats. The seats are locked before the users are, as whoever registers
 * locks them: the other way round the two could wait for each other.
 */
export const lockSeats: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (operation === 'delete' && (overrideAccess || isAdmin({ req }))) {
    await lockAllSeats(await connectionOf(req))
  }
  return args
}
