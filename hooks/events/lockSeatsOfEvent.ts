import type { CollectionBeforeOperationHook } from 'payload'

import { isActive } from '../../src/shared/access/isActive.ts'
import { eventsOfVersion } from '../../src/features/events/public.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { pinDocuments } from '../pinDocuments.ts'
import {
  waitForAllSeatsLock,
  lockEventSeats,
  lockSeatsOfEvents,
} from '../../src/features/registrations/queries/seats.ts'

/**
 * Locks the event's seats before Payload reads the event. Payload writes the whole row back: without the
 * lock, a new title would undo a change that came in between, such as a raised capacity.
 */
export const lockSeatsOfEvent: CollectionBeforeOperationHook<'events'> = async (hook) => {
  const { args, operation, overrideAccess, req } = hook
  const changes = ['create', 'update', 'delete', 'restoreVersion']
  if (!changes.includes(operation) || !(overrideAccess || isActive({ req }))) return args
  const connection = await connectionOf(req)
  if (operation === 'create') {
    // Before the new event refers to its author: deleting the author locks all seats first.
    await waitForAllSeatsLock(connection)
    return args
  }
  if (operation === 'restoreVersion') {
    const { id } = args as { id: number | string }
    await lockSeatsOfEvents(connection, await eventsOfVersion(connection, Number(id)))
    return args
  }
  const { id } = args as { id?: number | string }
  if (id === undefined) {
    const { ids, pinned } = await pinDocuments(hook)
    await lockSeatsOfEvents(connection, ids)
    return pinned
  }
  if (Number.isSafeInteger(Number(id))) await lockEventSeats(connection, Number(id))
  return args
}
