import { connectionOf } from '../../database/connection.ts'
import { waitlistPositions } from './queries/registrations.ts'
import { readerIn } from '../../database/replicaReads.ts'
import { batchedLoader } from '../../shared/batchedLoader.ts'
import { seatCounts, type SeatCounts } from './queries/seats.ts'

/** The event's seat counters; null when the event was deleted in the meantime. */
export const loadSeatCounts = batchedLoader<SeatCounts>('seatCounts', async (req, ids) => {
  const rows = await seatCounts(await readerIn(req), [...ids])
  const byEvent = new Map(rows.map((row) => [row.eventId, row]))
  return ids.map((id) => byEvent.get(id) ?? null)
})

/** The registration's waitlist position, from 1; null when it is not waitlisted. */
export const loadWaitlistPosition = batchedLoader<number>('waitlistPosition', async (req, ids) => {
  const positions = await waitlistPositions(await connectionOf(req), [...ids])
  return ids.map((id) => positions.get(id) ?? null)
})
