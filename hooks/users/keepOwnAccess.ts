import type { CollectionBeforeChangeHook } from 'payload'

import type { User } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/** Refuses to suspend oneself: it takes effect at once, and only another admin could undo it. */
export const keepOwnAccess: CollectionBeforeChangeHook<User> = ({ data, originalDoc, req }) => {
  const isOwn = originalDoc !== undefined && originalDoc.id === req.user?.id
  if (!isOwn || !data.suspended || originalDoc.suspended) return data
  const message = 'You cannot suspend yourself. Ask another admin.'
  throw fieldErrors(req, 'users', [{ path: 'suspended', message }])
}
