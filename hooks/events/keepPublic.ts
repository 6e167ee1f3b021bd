import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { lockEventSeats } from '../../src/features/registrations/queries/seats.ts'
import { Refusal } from '../../src/shared/errors/Refusal.ts'
import type { Event } from '../../src/payload-types.ts'

/**
 * Refuses to make an event with registrations a draft again: its guests would get 404 for it and know
 * nothing. The lock keeps new registrations away until the change is committed.
 *
 * @throws {Refusal} 409 `has_registrations`
 */
export const keepPublic: CollectionBeforeChangeHook<Event> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || originalDoc?.status === 'draft' || data.status !== 'draft')
    return data
  const seats = await lockEventSeats(await connectionOf(req), originalDoc!.id)
  if (seats && seats.taken + seats.waitlisted > 0) {
    throw new Refusal(
      409,
      'has_registrations',
      'This event has registrations: it cannot be a draft again. Cancel it instead.',
    )
  }
  return data
}
