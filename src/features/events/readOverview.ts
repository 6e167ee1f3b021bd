import type { PayloadRequest, Where } from 'payload'

import { poolOf } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { eventsWithWaitlist } from '../registrations/public.ts'

/** The number of events in each list; the panel's list page shows all. */
const limit = 6

/** The fields that the dashboard shows; long texts and pictures are not read. */
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
 * The published events that the caller may see: those that run now, the next ones, and those with a
 * waitlist, the earliest start first. The number of statements does not depend on the number of events.
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
