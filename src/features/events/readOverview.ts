import type { PayloadRequest } from 'payload'

import { poolOf } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { eventsWithWaitlist, runningEvents, upcomingEvents } from './queries/eventIds.ts'

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
  const pool = poolOf(req.payload)
  const lists = await Promise.all([
    runningEvents(pool, now, limit),
    upcomingEvents(pool, now, limit),
    eventsWithWaitlist(pool, now, limit),
  ])
  const { docs } = await req.payload.find({
    collection: 'events',
    where: { and: [{ status: { equals: 'published' } }, { id: { in: lists.flat() } }] },
    select,
    limit: 3 * limit,
    depth: 0,
    overrideAccess: false,
    req,
  })
  const byId = new Map<number, OverviewEvent>(docs.map((doc) => [doc.id, doc]))
  const [running, upcoming, queued] = lists.map((ids) =>
    ids.map((id) => byId.get(id)).filter((event) => event !== undefined),
  )
  return { running: running!, upcoming: upcoming!, queued: queued! }
}
