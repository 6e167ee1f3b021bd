import type { CollectionAfterChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { releaseHolds } from '../../src/features/registrations/queries/holds.ts'
import { cancelRegistrations } from '../../src/features/registrations/queries/registrations.ts'
import { promoteWaitlist } from '../../src/features/registrations/queries/seats.ts'
import type { Event } from '../../src/payload-types.ts'
import { countedFields } from './countSeats.ts'

/**
 * What a changed event means for its registrations, in the transaction of the change: a cancelled
 * event cancels them and says why; otherwise free seats go to those who wait.
 */
export const updateRegistrations: CollectionAfterChangeHook<Event> = async ({
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  if (operation !== 'update') return doc
  const connection = await connectionOf(req)
  const now = new Date()
  // Of the document itself a caller may have selected only some fields.
  const { cancellationReason, status } = { ...previousDoc, ...data }
  let settled: number[]
  if (status === 'cancelled' && previousDoc.status !== 'cancelled') {
    await releaseHolds(connection, { eventId: doc.id })
    settled = await cancelRegistrations(connection, {
      eventId: doc.id,
      cancelledBy: req.user?.id ?? null,
      reason: ['The event was cancelled', cancellationReason].filter(Boolean).join(': '),
      now,
    })
  } else {
    settled = await promoteWaitlist(connection, doc.id, now)
  }
  // Payload read the counts for its answer before this hook moved them.
  return settled.length > 0 ? { ...doc, ...(await countedFields(req, doc.id)) } : doc
}
