import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import type { User } from '../../src/payload-types.ts'

/**
 * Nobody takes an address below `.invalid` (RFC 2606): no mail ever reaches it, and imported teams
 * are known by theirs. Whoever registered it first would be given the team's places.
 */
export const refuseReservedEmail: CollectionBeforeChangeHook<User> = ({
  data,
  originalDoc,
  req,
}) => {
  const isNew = data.email !== undefined && data.email !== originalDoc?.email
  if (!isNew || !/\.invalid\.?\s*$/i.test(data.email!)) return data
  const errors = [{ path: 'email', message: 'No mail can reach this address' }]
  throw new ValidationError({ collection: 'users', errors, req }, req.t)
}
