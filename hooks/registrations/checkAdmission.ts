import type { CollectionBeforeChangeHook } from 'payload'

import type { Registration } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

const sameInstant = (one: string, other: string) =>
  new Date(one).getTime() === new Date(other).getTime()

/**
 * Checks a ticket in only once: two people who scan it at the same moment, on pages that are out of
 * date, must not both succeed. To check somebody in again, undo the first check-in.
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
    return fieldErrors(req, 'registrations', [{ path: 'checkedInAt', message }])
  }
  if (before) throw refuse('Already checked in')
  if ((data.state ?? originalDoc.state) !== 'confirmed') {
    throw refuse('Only who holds a place can be checked in')
  }
  return data
}
