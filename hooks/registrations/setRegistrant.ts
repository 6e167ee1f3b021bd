import type { CollectionBeforeValidateHook } from 'payload'

import type { Registration } from '../../src/payload-types.ts'

/** Registers the caller when no user is given. Only staff can register another user. */
export const setRegistrant: CollectionBeforeValidateHook<Registration> = ({
  data,
  operation,
  req,
}) =>
  operation === 'create' && data && !data.user && req.user ? { ...data, user: req.user.id } : data
