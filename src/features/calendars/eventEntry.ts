import type { Env } from '../../runtime/env/env.ts'
import { publicOrigin } from '../../runtime/env/publicOrigin.ts'
import { eventLink, type EventStatus } from '../events/public.ts'
import type { CalendarEntry, EntryStatus } from './ical/entry.ts'
import type { FeedEvent } from './queries/feedEvents.ts'
import { sequenceOf, uids } from './rules.ts'

const statuses: Record<EventStatus, EntryStatus> = {
  draft: 'TENTATIVE',
  published: 'CONFIRMED',
  cancelled: 'CANCELLED',
}

/** The host in the identifiers of entries: that of the links in emails. */
export const calendarHost = (env: Env): string => new URL(publicOrigin(env)).host

/** What every entry about an event shows of it. */
export function factsOf(event: FeedEvent, env: Env) {
  const { description, endDate, id, latitude, location, longitude, startDate, timezone, title } =
    event
  const hasPlace = latitude !== null && longitude !== null
  return {
    ...{ title, description, location, startDate, endDate, timezone },
    ...(hasPlace ? { coordinates: { latitude, longitude } } : {}),
    url: eventLink(env, id),
  }
}

/**
 * An event as everybody may see it. It names nobody, and leaves the time free: a subscriber to a list of
 * events does not take part in all of them.
 */
export const eventEntry = (event: FeedEvent, env: Env): CalendarEntry => ({
  ...factsOf(event, env),
  uid: uids.event(event.id, calendarHost(env)),
  // The status is one of the changes that raise the number.
  sequence: sequenceOf(event.calendarSequence, false),
  status: statuses[event.status],
  stamp: event.updatedAt,
  lastModified: event.updatedAt,
  isFree: true,
})
