import type { CollectionBeforeOperationHook } from 'payload'

import { activeUser } from '../../src/shared/access/isActive.ts'
import { isAdmin } from '../../src/shared/access/isAdmin.ts'
import { connectionOf } from '../../src/database/connection.ts'
import {
  lockAllUsers,
  lockUser,
  lockUserOfResetToken,
} from '../../src/features/accounts/queries/userLocks.ts'

interface Args {
  id?: number | string
  data?: { token?: unknown }
}

/**
 * Takes the user's row before Payload reads it. A change writes the whole row back from that
 * reading: a suspension, a role or a password given meanwhile would be undone by a new display name.
 */
export const lockUsers: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  const { data, id } = args as Args
  const connection = await connectionOf(req)
  const caller = activeUser(req)
  if (operation === 'resetPassword') await lockUserOfResetToken(connection, String(data?.token))
  if (operation === 'refresh' && caller) await lockUser(connection, caller.id)
  const changes = operation === 'update' || operation === 'delete'
  if (!changes || !(overrideAccess || caller)) return args
  if (id !== undefined) {
    if (Number.isSafeInteger(Number(id))) await lockUser(connection, Number(id))
  } else if (overrideAccess || isAdmin({ req })) {
    await lockAllUsers(connection)
  } else if (caller) {
    // Whoever is no admin changes nobody but themselves, in bulk too.
    await lockUser(connection, caller.id)
  }
  return args
}
