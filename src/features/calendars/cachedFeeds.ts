import type { Payload } from 'payload'

import { readerOf } from '../../database/replicaReads.ts'
import { entityTagOfBody } from '../../http/conditionalRequests.ts'
import { queryOf } from '../../http/queryParameters.ts'
import type { ReadResponse } from '../../http/responseCache/cacheableRead.ts'
import { validate } from '../../http/validate.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { EventParams, ListFilters } from '../events/public.ts'
import { calendarType, dispositionOf } from './calendarReply.ts'
import { type Feed, readEventCalendar, readListCalendar } from './publicFeeds.ts'

const anonymousViewer = { isStaff: false }

/**
 * A calendar shows no seats and no time of its own: it changes with the events alone. So it has no event's
 * tag, which every registration would outdate, and counts as a list, which every edit of an event outdates.
 */
const responseOf = (feed: Feed): ReadResponse => ({
  body: feed.content,
  type: calendarType,
  tag: entityTagOfBody(feed.content),
  eventIds: [],
  changesAt: undefined,
  headers: ['Content-Disposition', dispositionOf(feed)],
})

/** The calendar of an event for anonymous callers. @throws {Refusal} 404 */
export async function publicEventCalendar(payload: Payload, id: string): Promise<ReadResponse> {
  const params = EventParams.safeParse({ id })
  if (!params.success) throw notFound()
  return responseOf(await readEventCalendar(readerOf(payload), anonymousViewer, params.data.id))
}

/** The calendar of the list for anonymous callers. @throws {ValidationError} as the route does */
export async function publicListCalendar(payload: Payload, url: string): Promise<ReadResponse> {
  const query = validate(ListFilters, queryOf(url))
  return responseOf(await readListCalendar(readerOf(payload), anonymousViewer, query))
}
