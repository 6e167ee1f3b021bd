import type { FieldAccess } from 'payload'

import { activeUser } from './isActive.ts'
import { isStaff } from './isStaff.ts'

/**
 * For the private fields of a user. Payload also asks it without a document, when a filter or a
 * sort names the field: the answer is then no, or emails could be guessed through
 * `where[createdBy.email][like]`.
 */
export const selfOrStaff: FieldAccess = ({ req, doc, id }) => {
  if (isStaff({ req })) return true
  const subject = (doc as { id: number } | undefined)?.id ?? id
  return subject !== undefined && subject === activeUser(req)?.id
}
