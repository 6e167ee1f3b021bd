import type { PayloadRequest } from 'payload'

import type { User } from '../../payload-types.ts'
import type { Dates } from './calendar.ts'
import type { DemoEvent } from './season/demoEvent.ts'
import { venues } from './venues.ts'

interface Setting {
  dates: Dates
  coverImage: number | undefined
  organiser: User
}

/** Creates an event of the season, as its organiser. Returns its id. */
export async function createEvent(
  req: PayloadRequest,
  event: DemoEvent,
  { dates, coverImage, organiser }: Setting,
): Promise<number> {
  const { id } = await req.payload.create({
    collection: 'events',
    data: {
      title: event.title,
      description: event.description,
      body: event.body,
      coverImage,
      ...venues[event.venue],
      startDate: dates.starts.toISOString(),
      endDate: dates.ends.toISOString(),
      registrationOpensAt: dates.opens?.toISOString(),
      registrationClosesAt: dates.closes?.toISOString(),
      maxParticipants: event.seats,
      maxPartySize: event.party ?? 1,
      waitlistEnabled: event.waiting !== undefined,
      status: event.draft ? 'draft' : 'published',
      createdAt: dates.created.toISOString(),
    },
    depth: 0,
    overrideAccess: true,
    user: organiser,
    req,
  })
  return id
}
