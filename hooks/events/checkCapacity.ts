import { type CollectionBeforeChangeHook, ValidationError } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import {
  lockEventSeats,
  releaseExpired,
  seatCounts,
} from '../../src/features/registrations/queries/seats.ts'
import type { Event } from '../../src/payload-types.ts'

/** Refuses a capacity below the taken and held seats. The error says how many seats that are. */
export const checkCapacity: CollectionBeforeChangeHook<Event> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || !originalDoc || typeof data.maxParticipants !== 'number')
    return data
  const connection = await connectionOf(req)
  const before = await lockEventSeats(connection, originalDoc.id)
  if (!before || data.maxParticipants >= before.taken + before.held) return data
  await releaseExpired(connection, originalDoc.id, new Date())
  const [seats] = await seatCounts(connection, [originalDoc.id])
  const count = seats!.taken + seats!.held
  if (data.maxParticipants >= count) return data
  const kind = seats!.held > 0 ? 'taken or held' : 'taken'
  const taken = count === 1 ? `1 seat is ${kind}` : `${count} seats are ${kind}`
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
