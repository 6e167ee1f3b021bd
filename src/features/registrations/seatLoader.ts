import DataLoader from 'dataloader'
import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { waitlistPositions } from './queries/registrations.ts'
import { readerIn } from '../../database/replicaReads.ts'
import { seatCounts, type SeatCounts } from './queries/seats.ts'

/**
 * Batches what the documents of one answer ask for into one statement, and remembers nothing beyond
 * that batch: a count read after a change is the count after it.
 */
interface Asked {
  req: PayloadRequest
  id: number
}

const perRequest = <Value>(
  key: string,
  load: (req: PayloadRequest, ids: readonly number[]) => Promise<(Value | null)[]>,
) => {
  const loaders = new WeakMap<object, DataLoader<Asked, Value | null, number>>()
  return async (req: PayloadRequest, id: number): Promise<Value | null> => {
    // Requests of one GraphQL query are copies of each other, but share their context.
    const owner = req.context
    let loader = loaders.get(owner)
    if (!loader) {
      loader = new DataLoader(
        async (asked) => {
          loaders.get(owner)?.clearAll()
          // Changes of one GraphQL request share their context, and not their transaction.
          return load(
            asked[0]!.req,
            asked.map(({ id }) => id),
          )
        },
        { name: key, batchScheduleFn: (run) => setImmediate(run), cacheKeyFn: ({ id }) => id },
      )
      loaders.set(owner, loader)
    }
    return loader.load({ req, id })
  }
}

/** The event's counters, or null for an event without any (it was deleted meanwhile). */
export const loadSeatCounts = perRequest<SeatCounts>('seatCounts', async (req, ids) => {
  const rows = await seatCounts(await readerIn(req), [...ids])
  const byEvent = new Map(rows.map((row) => [row.eventId, row]))
  return ids.map((id) => byEvent.get(id) ?? null)
})

/** The registration's place in the queue, from 1, or null when it does not wait. */
export const loadWaitlistPosition = perRequest<number>('waitlistPosition', async (req, ids) => {
  const positions = await waitlistPositions(await connectionOf(req), [...ids])
  return ids.map((id) => positions.get(id) ?? null)
})
