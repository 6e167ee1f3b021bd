import type { CollectionAfterChangeHook, CollectionBeforeDeleteHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { eventOfRegistration } from '../../src/features/registrations/queries/seats.ts'
import { isLive } from '../../src/features/registrations/rules.ts'
import type { Registration } from '../../src/payload-types.ts'
import { recordFreedSeats } from '../../src/features/registrations/freedSeats.ts'

const eventIdOf = ({ event }: Pick<Registration, 'event'>) =>
  typeof event === 'object' ? event.id : event

/** Records the seats of a cancelled registration. `doc` has only the fields that the caller selected. */
export const recordFreed: CollectionAfterChangeHook<Registration> = ({
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  if (operation === 'update' && isLive(previousDoc.state) && data.state === 'cancelled') {
    recordFreedSeats(req, [eventIdOf(previousDoc)])
  }
  return doc
}

/** Records the seats of a deleted registration. */
export const recordFreedOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  recordFreedSeats(req, await eventOfRegistration(await connectionOf(req), Number(id)))
}
