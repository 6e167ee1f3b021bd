import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/**
 * Refuses an address below `.invalid` (RFC 2606). No mail can reach it, and imports find the accounts of
 * teams by such addresses: somebody who took one first would get the places of the team.
 */
export const refuseReservedEmail: CollectionBeforeChangeHook<User> = ({
  data,
  originalDoc,
  req,
}) => {
  const isNew = data.email !== undefined && data.email !== originalDoc?.email
  if (!isNew || !/\.invalid\.?\s*$/i.test(data.email!)) return data
  const errors = [{ path: 'email', message: 'No mail can reach this address' }]
  throw fieldErrors(req, 'users', errors)
}
