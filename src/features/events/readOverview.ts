import type { PayloadRequest, Where } from 'payload'

import { poolOf } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { eventsWithWaitlist } from '../registrations/public.ts'

/** Events a list; the collection's own page has them all. */
const limit = 6

/** Texts and pictures stay in the database. */
const select = {
  title: true,
  startDate: true,
  endDate: true,
  timezone: true,
  maxParticipants: true,
  registeredCount: true,
  waitlistCount: true,
} as const

export type OverviewEvent = Pick<Event, 'id' | keyof typeof select>

/**
 * The published events that are on, those that come next, and those somebody waits for, soonest
 * first and as far as the caller may see them. The number of statements does not grow with them.
 */
export async function readOverview(req: PayloadRequest, now: Date) {
  const at = now.toISOString()
  const find = async (where: Where): Promise<OverviewEvent[]> => {
    const { docs } = await req.payload.find({
      collection: 'events',
      where: { and: [{ status: { equals: 'published' } }, where] },
      select,
      sort: 'startDate',
      limit,
      pagination: false,
      depth: 0,
      overrideAccess: false,
      req,
    })
    return docs
  }
  const queue = await eventsWithWaitlist(poolOf(req.payload), now, limit)
  const [running, upcoming, queued] = await Promise.all([
    find({ startDate: { less_than_equal: at }, endDate: { greater_than: at } }),
    find({ startDate: { greater_than: at } }),
    find({ id: { in: queue } }),
  ])
  return { running, upcoming, queued }
}
