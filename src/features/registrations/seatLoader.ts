import DataLoader from 'dataloader'
import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { waitlistPositions } from './queries/registrations.ts'
import { readerIn } from '../../database/replicaReads.ts'
import { seatCounts, type SeatCounts } from './queries/seats.ts'

interface Lookup {
  req: PayloadRequest
  id: number
}

/**
 * Makes a loader that reads the values of all documents of one response in one statement. It caches
 * nothing beyond that batch: a count that is read after a change is the new count.
 */
const perRequest = <Value>(
  key: string,
  load: (req: PayloadRequest, ids: readonly number[]) => Promise<(Value | null)[]>,
) => {
  const loaders = new WeakMap<object, DataLoader<Lookup, Value | null, number>>()
  return async (req: PayloadRequest, id: number): Promise<Value | null> => {
    // One GraphQL query has several copies of its request; they share the context.
    const owner = req.context
    let loader = loaders.get(owner)
    if (!loader) {
      loader = new DataLoader(
        async (lookups) => {
          loaders.get(owner)?.clearAll()
          // Mutations of one GraphQL request share the context but not the transaction.
          return load(
            lookups[0]!.req,
            lookups.map(({ id }) => id),
          )
        },
        { name: key, batchScheduleFn: (run) => setImmediate(run), cacheKeyFn: ({ id }) => id },
      )
      loaders.set(owner, loader)
    }
    return loader.load({ req, id })
  }
}

/** The event's seat counters; null when the event was deleted in the meantime. */
export const loadSeatCounts = perRequest<SeatCounts>('seatCounts', async (req, ids) => {
  const rows = await seatCounts(await readerIn(req), [...ids])
  const byEvent = new Map(rows.map((row) => [row.eventId, row]))
  return ids.map((id) => byEvent.get(id) ?? null)
})

/** The registration's waitlist position, from 1; null when it is not waitlisted. */
export const loadWaitlistPosition = perRequest<number>('waitlistPosition', async (req, ids) => {
  const positions = await waitlistPositions(await connectionOf(req), [...ids])
  return ids.map((id) => positions.get(id) ?? null)
})
