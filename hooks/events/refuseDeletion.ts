import type { CollectionBeforeDeleteHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { deleteRegistrations } from '../../src/features/registrations/queries/registrations.ts'
import { lockEventSeats } from '../../src/features/registrations/queries/seats.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'

/** Refuses to delete an event with confirmed, offered or waitlisted registrations. */
export const refuseDeletion: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const connection = await connectionOf(req)
  const seats = await lockEventSeats(connection, Number(id))
  if (seats && seats.taken + seats.waitlisted > 0) {
    throw new Refusal(
      409,
      'event_has_registrations',
      'This event has registrations: cancel it instead of deleting it',
    )
  }
  await deleteRegistrations(connection, { eventId: Number(id) })
}
