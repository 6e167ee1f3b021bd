import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import {
  lockEventSeats,
  releaseExpired,
  seatCounts,
} from '../../src/features/registrations/queries/seats.ts'

/** Why an event cannot have this capacity: it is below the taken and held seats. Says how many they are. */
export async function capacityProblem(
  req: PayloadRequest,
  eventId: number,
  capacity: number,
): Promise<string | undefined> {
  const connection = await connectionOf(req)
  const before = await lockEventSeats(connection, eventId)
  if (!before || capacity >= before.taken + before.held) return undefined
  await releaseExpired(connection, eventId, new Date())
  const [seats] = await seatCounts(connection, [eventId])
  const count = seats!.taken + seats!.held
  if (capacity >= count) return undefined
  const kind = seats!.held > 0 ? 'taken or held' : 'taken'
  const taken = count === 1 ? `1 seat is ${kind}` : `${count} seats are ${kind}`
  return `${taken}: the capacity cannot be lower. Cancel registrations first.`
}
