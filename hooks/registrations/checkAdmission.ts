import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import type { Registration } from '../../src/payload-types.ts'

const sameInstant = (one: string, other: string) =>
  new Date(one).getTime() === new Date(other).getTime()

/**
 * A ticket lets somebody in once: two doors that scan it at the same moment, on pages that are not
 * yet up to date, must not both succeed. To let somebody in again, the check-in is undone first.
 */
export const checkAdmission: CollectionBeforeChangeHook<Registration> = ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc || !data.checkedInAt) return data
  const before = originalDoc.checkedInAt
  if (before && sameInstant(before, data.checkedInAt)) return data
  const refuse = (message: string) => {
    const errors = [{ path: 'checkedInAt', message }]
    return new ValidationError({ collection: 'registrations', errors, req }, req.t)
  }
  if (before) throw refuse('Already checked in')
  if ((data.state ?? originalDoc.state) !== 'confirmed') {
    throw refuse('Only who holds a place can be checked in')
  }
  return data
}
