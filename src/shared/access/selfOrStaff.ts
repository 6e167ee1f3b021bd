import type { FieldAccess } from 'payload'

import { activeUser } from './isActive.ts'
import { isStaff } from './isStaff.ts'

/**
 * For the private fields of a user. Payload also calls it without a document, for a filter or a sort by
 * the field. Then it returns false: otherwise emails could be guessed with `where[createdBy.email][like]`.
 */
export const selfOrStaff: FieldAccess = ({ req, doc, id }) => {
  if (isStaff({ req })) return true
  const subject = (doc as { id: number } | undefined)?.id ?? id
  return subject !== undefined && subject === activeUser(req)?.id
}
