import type { CollectionBeforeChangeHook } from 'payload'

import type { Webhook } from '../../src/payload-types.ts'

/** Makes the creator the owner of an endpoint, who gets its emails. */
export const stampOwner: CollectionBeforeChangeHook<Webhook> = ({ data, operation, req }) =>
  operation === 'create' && req.user ? { ...data, createdBy: req.user.id } : data
