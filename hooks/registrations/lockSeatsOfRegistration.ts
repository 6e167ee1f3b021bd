import type { CollectionBeforeOperationHook } from 'payload'

import { isActive } from '../../src/shared/access/isActive.ts'
import { type Connection, connectionOf } from '../../src/database/connection.ts'
import { pinDocuments } from '../pinDocuments.ts'
import {
  eventOfRegistration,
  lockRegistrationSeats,
  lockSeatsOfRegistrations,
  promoteWaitlist,
} from '../../src/features/registrations/queries/seats.ts'

/** Who waits and fits comes before a party that grows. Payload reads the registration after this. */
async function giveFreeSeats(connection: Connection, registrationId: number) {
  for (const eventId of await eventOfRegistration(connection, registrationId)) {
    await promoteWaitlist(connection, eventId, new Date())
  }
}

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
  const { data, id } = args as { id?: number | string; data?: { seats?: unknown } }
  if (id === undefined) {
    const { ids, pinned } = await pinDocuments(hook)
    await lockSeatsOfRegistrations(connection, ids)
    return pinned
  }
  if (Number.isSafeInteger(Number(id))) {
    await lockRegistrationSeats(connection, Number(id))
    if (data?.seats !== undefined) await giveFreeSeats(connection, Number(id))
  }
  return args
}
