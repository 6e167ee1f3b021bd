import type { CollectionBeforeOperationHook } from 'payload'

import { isActive } from '../../src/shared/access/isActive.ts'
import { connectionOf } from '../../src/database/connection.ts'
import {
  waitForAllSeatsLock,
  lockAllSeats,
  lockEventSeats,
} from '../../src/features/registrations/queries/seats.ts'

/**
 * Locks the event's seats before Payload reads the event. Payload writes the whole row back: without the
 * lock, a new title would undo a change that came in between, such as a raised capacity.
 */
export const lockSeatsOfEvent: CollectionBeforeOperationHook<'events'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  const changes = ['create', 'update', 'delete', 'restoreVersion']
  if (!changes.includes(operation) || !(overrideAccess || isActive({ req }))) return args
  const connection = await connectionOf(req)
  if (operation === 'create') {
    // Before the new event refers to its author: deleting the author locks all seats first.
    await waitForAllSeatsLock(connection)
    return args
  }
  const id = operation === 'restoreVersion' ? undefined : (args as { id?: number | string }).id
  if (id === undefined) await lockAllSeats(connection)
  else if (Number.isSafeInteger(Number(id))) await lockEventSeats(connection, Number(id))
  return args
}
