import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import { type CachedPageRequest, OtherResponse } from '../../../http/pages/page.ts'
import { htmlType } from '../../../http/pages/sendPage.ts'
import { searchOf } from '../../../http/queryParameters.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { renderDocument } from '../layout/renderDocument.ts'
import { eventPath } from '../paths.ts'
import { nextChange } from '../seats.ts'
import { siteOf, type SiteSettings } from '../site.ts'
import { EventPage } from './EventPage.tsx'
import { eventIdOf, findEvent } from './findEvent.ts'

/** The way to the address that an event has now. Its title may change again: browsers ask each time. */
function movedTo(path: string, { url }: CachedPageRequest) {
  const search = searchOf(url)
  const location = search ? `${path}?${search}` : path
  return new OtherResponse({ status: 301, location, headers: ['Cache-Control', 'no-cache'] })
}

/**
 * The page of an event.
 *
 * @throws {OtherResponse} 301 when the readable part of the path is not that of its title
 * @throws {Refusal} 404 when there is no public event
 */
export async function readEventPage(
  payload: Payload,
  request: CachedPageRequest,
  settings: SiteSettings,
): Promise<ReadResponse> {
  const now = new Date()
  const id = eventIdOf(request.params.id)
  const event = await findEvent(readerOf(payload), id, now)
  const path = eventPath(event)
  if (`/events/${request.params.id}` !== path) throw movedTo(path, request)
  const site = siteOf(request, settings)
  const body = renderDocument(<EventPage event={event} now={now} site={site} />)
  return {
    body,
    type: htmlType,
    tag: entityTagOfBody(body),
    eventIds: [id, ...event.dates.map((date) => date.id)],
    changesAt: nextChange([event], now),
  }
}
