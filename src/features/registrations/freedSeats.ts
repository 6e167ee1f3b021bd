import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { promoteWaitlist } from './queries/seats.ts'

/** The events of which the change under way gave seats back; all documents of a bulk change share it. */
const freedBy = (req: PayloadRequest) => (req.context.freedSeats ??= new Set()) as Set<number>

/** Remembers events of which seats are given back, until the change has given back all it will. */
export function recordFreedSeats(req: PayloadRequest, eventIds: number[]) {
  const freed = freedBy(req)
  for (const eventId of eventIds) freed.add(eventId)
}

/** Gives the seats that were given back to those who wait, in the transaction of the change. */
export async function promoteFreedSeats(req: PayloadRequest): Promise<void> {
  const freed = freedBy(req)
  const eventIds = [...freed].sort((a, b) => a - b)
  freed.clear()
  if (eventIds.length === 0) return
  const connection = await connectionOf(req)
  const now = new Date()
  for (const eventId of eventIds) await promoteWaitlist(connection, eventId, now)
}
