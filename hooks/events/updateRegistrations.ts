import type { CollectionAfterChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { cancelRegistrations } from '../../src/features/registrations/queries/registrations.ts'
import { promoteWaitlist } from '../../src/features/registrations/queries/seats.ts'
import type { Event } from '../../src/payload-types.ts'
import { countedFields } from './countSeats.ts'

/**
 * Updates the registrations of a changed event in the same transaction. A cancelled event cancels them
 * with its reason; otherwise free seats go to the waitlist.
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
  // `doc` has only the fields that the caller selected.
  const { cancellationReason, status } = { ...previousDoc, ...data }
  let changed: number[]
  if (status === 'cancelled' && previousDoc.status !== 'cancelled') {
    changed = await cancelRegistrations(connection, {
      eventId: doc.id,
      cancelledBy: req.user?.id ?? null,
      reason: ['The event was cancelled', cancellationReason].filter(Boolean).join(': '),
      now,
    })
  } else {
    changed = await promoteWaitlist(connection, doc.id, now)
  }
  // Payload read the counts for its response before this hook changed them.
  return changed.length > 0 ? { ...doc, ...(await countedFields(req, doc.id)) } : doc
}
