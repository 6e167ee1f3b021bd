import type { CollectionBeforeOperationHook } from 'payload'

import { activeUser } from '../../src/shared/access/isActive.ts'
import { isAdmin } from '../../src/shared/access/isAdmin.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { pinDocuments } from '../pinDocuments.ts'
import { lockUserRows, lockUser } from '../../src/features/accounts/queries/userLocks.ts'

interface Args {
  id?: number | string
}

/**
 * Locks the user's row before Payload reads it. Payload writes the whole row back: without the lock, a
 * new display name would undo a suspension, a role or a password that was set in the meantime.
 */
export const lockUsers: CollectionBeforeOperationHook<'users'> = async (hook) => {
  const { args, operation, overrideAccess, req } = hook
  const { id } = args as Args
  const connection = await connectionOf(req)
  const caller = activeUser(req)
  if (operation === 'refresh' && caller) await lockUser(connection, caller.id)
  const changes = operation === 'update' || operation === 'delete'
  if (!changes || !(overrideAccess || caller)) return args
  if (id !== undefined) {
    if (Number.isSafeInteger(Number(id))) await lockUser(connection, Number(id))
  } else if (overrideAccess || isAdmin({ req })) {
    const { ids, pinned } = await pinDocuments(hook)
    await lockUserRows(connection, ids)
    return pinned
  } else if (caller) {
    // A caller who is not an admin can change only themselves, in bulk changes too.
    await lockUser(connection, caller.id)
  }
  return args
}
