import type { CollectionBeforeOperationHook } from 'payload'

import { isActive } from '../../src/shared/access/isActive.ts'
import { eventsOfVersion } from '../../src/features/events/public.ts'
import { lockOccurrences, scopeOf } from '../../src/features/series/public.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { pinDocuments } from '../pinDocuments.ts'
import {
  waitForAllSeatsLock,
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
  const scope = scopeOf(req)
  if (id === undefined) {
    if (scope !== 'this') {
      const message = 'A change of many events changes each of them alone.'
      throw fieldErrors(req, 'events', [{ path: 'scope', message }])
    }
    const { ids, pinned } = await pinDocuments(hook)
    await lockSeatsOfEvents(connection, ids)
    return pinned
  }
  if (Number.isSafeInteger(Number(id))) await lockOccurrences(connection, Number(id), scope)
  return args
}
