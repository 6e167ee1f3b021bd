import type { CollectionBeforeValidateHook } from 'payload'

import type { Registration } from '../../src/payload-types.ts'

/** Whoever registers without naming anybody registers themselves. Only staff may name another. */
export const setRegistrant: CollectionBeforeValidateHook<Registration> = ({
  data,
  operation,
  req,
}) =>
  operation === 'create' && data && !data.user && req.user ? { ...data, user: req.user.id } : data
