import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import { connectionOf } from '../../src/db/connection.ts'
import { lockEventSeats } from '../../src/db/seats.ts'
import type { Event } from '../../src/payload-types.ts'

/** The capacity never falls below what is taken; the answer says how many seats that is. */
export const checkCapacity: CollectionBeforeChangeHook<Event> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc || typeof data.maxParticipants !== 'number')
    return data
  const seats = await lockEventSeats(await connectionOf(req), originalDoc.id)
  if (!seats || data.maxParticipants >= seats.taken) return data
  const taken = seats.taken === 1 ? '1 seat is taken' : `${seats.taken} seats are taken`
  throw new ValidationError(
    {
      collection: 'events',
      errors: [
        {
          path: 'maxParticipants',
          message: `${taken}: the capacity cannot be lower. Cancel registrations first.`,
        },
      ],
      req,
    },
    req.t,
  )
}
