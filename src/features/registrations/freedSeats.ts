import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { promoteWaitlist } from './queries/seats.ts'

/** The events whose seats the running operation has freed. All documents of a bulk change share the set. */
const freedBy = (req: PayloadRequest) => (req.context.freedSeats ??= new Set()) as Set<number>

/** Records that the running operation frees seats of these events. */
export function recordFreedSeats(req: PayloadRequest, eventIds: number[]) {
  const freed = freedBy(req)
  for (const eventId of eventIds) freed.add(eventId)
}

/** Gives the recorded seats to the waitlists, in the transaction of the operation that freed them. */
export async function promoteFreedSeats(req: PayloadRequest): Promise<void> {
  const freed = freedBy(req)
  const eventIds = [...freed].sort((a, b) => a - b)
  freed.clear()
  if (eventIds.length === 0) return
  const connection = await connectionOf(req)
  const now = new Date()
  for (const eventId of eventIds) await promoteWaitlist(connection, eventId, now)
}
