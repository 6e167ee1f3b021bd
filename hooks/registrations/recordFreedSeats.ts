import type { CollectionAfterChangeHook, CollectionBeforeDeleteHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { eventOfRegistration } from '../../src/features/registrations/queries/seats.ts'
import { relatedId } from '../../src/shared/documentId.ts'
import { isLive } from '../../src/features/registrations/rules.ts'
import type { Registration } from '../../src/payload-types.ts'
import { recordFreedSeats } from '../../src/features/registrations/freedSeats.ts'

/** Records the seats of a cancelled registration. `doc` has only the fields that the caller selected. */
export const recordFreed: CollectionAfterChangeHook<Registration> = ({
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  if (operation === 'update' && isLive(previousDoc.state) && data.state === 'cancelled') {
    recordFreedSeats(req, [relatedId(previousDoc.event)])
  }
  return doc
}

/** Records the seats of a deleted registration. */
export const recordFreedOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  recordFreedSeats(req, await eventOfRegistration(await connectionOf(req), Number(id)))
}
