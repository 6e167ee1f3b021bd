import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { startOfEvent } from '../../src/features/registrations/queries/seats.ts'
import { judgeCheckIn } from '../../src/features/registrations/rules.ts'
import { relatedId } from '../../src/shared/documentId.ts'
import type { Registration } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

const sameInstant = (one: string, other: string) =>
  new Date(one).getTime() === new Date(other).getTime()

/**
 * Checks a ticket in only once: two people who scan it at the same moment, on pages that are out of
 * date, must not both succeed. To check somebody in again, undo the first check-in. The time is judged by
 * the server's clock.
 */
export const checkAdmission: CollectionBeforeChangeHook<Registration> = async ({
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
  const said = new Date(data.checkedInAt)
  // The field's own validation reports a text that is no time.
  if (Number.isNaN(said.getTime())) return data
  const startDate = await startOfEvent(await connectionOf(req), relatedId(originalDoc.event))
  const { registeredAt } = originalDoc
  const judged = judgeCheckIn(said, { now: new Date(), registeredAt, startDate })
  if ('problem' in judged) throw refuse(judged.problem)
  return { ...data, checkedInAt: judged.time.toISOString() }
}
