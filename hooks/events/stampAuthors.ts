import type { CollectionBeforeChangeHook } from 'payload'

import type { Event } from '../../src/payload-types.ts'

/** Makes the creator the owner of an event, and records in every version who saved it. */
export const stampAuthors: CollectionBeforeChangeHook<Event> = ({ data, operation, req }) => {
  if (!req.user) return data
  return {
    ...data,
    ...(operation === 'create' ? { createdBy: data.createdBy ?? req.user.id } : {}),
    updatedBy: req.user.id,
  }
}
