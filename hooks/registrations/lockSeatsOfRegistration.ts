import type { CollectionBeforeOperationHook } from 'payload'

import { isActive } from '../../src/shared/access/isActive.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { pinDocuments } from '../pinDocuments.ts'
import {
  lockRegistrationSeats,
  lockSeatsOfRegistrations,
} from '../../src/features/registrations/queries/seats.ts'

/**
 * Locks the event's seats before Payload reads the registration. Payload writes the whole row back:
 * without the lock, a check-in would undo a cancellation that came in the meantime.
 */
export const lockSeatsOfRegistration: CollectionBeforeOperationHook<'registrations'> = async (
  hook,
) => {
  const { args, operation, overrideAccess, req } = hook
  const changes = ['update', 'delete']
  if (!changes.includes(operation) || !(overrideAccess || isActive({ req }))) return args
  const connection = await connectionOf(req)
  const { id } = args as { id?: number | string }
  if (id === undefined) {
    const { ids, pinned } = await pinDocuments(hook)
    await lockSeatsOfRegistrations(connection, ids)
    return pinned
  }
  if (Number.isSafeInteger(Number(id))) await lockRegistrationSeats(connection, Number(id))
  return args
}
