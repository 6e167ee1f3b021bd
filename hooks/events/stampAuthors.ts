import type { CollectionBeforeChangeHook } from 'payload'

import type { Event } from '../../src/payload-types.ts'

/** Whoever creates an event owns it; every version says who saved it. */
export const stampAuthors: CollectionBeforeChangeHook<Event> = ({ data, operation, req }) => {
  if (!req.user) return data
  return {
    ...data,
    ...(operation === 'create' ? { createdBy: data.createdBy ?? req.user.id } : {}),
    updatedBy: req.user.id,
  }
}
