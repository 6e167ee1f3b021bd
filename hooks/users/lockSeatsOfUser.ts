import type { CollectionBeforeOperationHook } from 'payload'

import { activeUser } from '../../src/shared/access/isActive.ts'
import { isAdmin } from '../../src/shared/access/isAdmin.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { lockAllSeats } from '../../src/features/registrations/queries/seats.ts'

/**
 * Locks all seats before users are deleted, because that frees their seats. A registration locks seats
 * before users too; in the other order the two could wait for each other.
 */
export const lockSeatsOfUser: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (operation !== 'delete') return args
  const { id } = args as { id?: number | string }
  const caller = activeUser(req)
  // Bulk deletions of a caller who is not an admin reach the caller alone.
  const isOwn = caller && (id === undefined || Number(id) === caller.id)
  if (overrideAccess || isAdmin({ req }) || isOwn) {
    await lockAllSeats(await connectionOf(req))
  }
  return args
}
