import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/** Refuses to suspend oneself: it takes effect at once, and only another admin could undo it. */
export const keepOwnAccess: CollectionBeforeChangeHook<User> = ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  // A new user has no id yet, and neither has a caller who is not signed in.
  const isOwn = operation === 'update' && originalDoc?.id === req.user?.id
  if (!isOwn || !data.suspended || originalDoc?.suspended) return data
  const message = 'You cannot suspend yourself. Ask another admin.'
  throw fieldErrors(req, 'users', [{ path: 'suspended', message }])
}
