import type { CollectionBeforeChangeHook } from 'payload'

import type { Event } from '../../src/payload-types.ts'

/**
 * Makes the creator the owner of an event, unless staff name another one, and records in every version
 * who saved it. Restoring a version gives the event to nobody else.
 */
export const stampAuthors: CollectionBeforeChangeHook<Event> = ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (!req.user) return data
  const kept = req.context.isRestoringVersion ? { createdBy: originalDoc?.createdBy ?? null } : {}
  return {
    ...data,
    ...kept,
    ...(operation === 'create' ? { createdBy: data.createdBy ?? req.user.id } : {}),
    updatedBy: req.user.id,
  }
}
