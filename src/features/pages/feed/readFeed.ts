import { Feed } from 'feed'
import { type Payload, ValidationError } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { entityTagOfBody } from '../../../http/conditionalRequests.ts'
import type { CachedPageRequest } from '../../../http/pages/page.ts'
import type { ReadResponse } from '../../../http/responseCache/cacheableRead.ts'
import { boundedLine, boundedLines } from '../../../shared/boundedText.ts'
import { brand } from '../../../shared/brand.ts'
import {
  filterOf,
  findEventIds,
  findEvents,
  nextPublicStart,
  type PublicEvent,
} from '../../events/public.ts'
import { queryOfPage } from '../list/findList.ts'
import { readListQuery, typedFilters } from '../list/listQuery.ts'
import { eventPath } from '../paths.ts'
import { type Site, siteOf, type SiteSettings } from '../site.ts'
import { spanText } from '../times.ts'
import { type FeedFormat, feedFormats } from './feedLinks.ts'

const anonymousViewer = { isStaff: false }

/** Events of a feed: the newest. */
const maxItems = 50

/** Characters of a description. */
const maxDescription = 1000

/** A text for a section of XML that this mark would end. The package replaces the first one alone. */
const inSection = (text: string) => text.replaceAll(']]>', ']] >')

function addEvent(feed: Feed, event: PublicEvent, { language, link, origin }: Site) {
  const about = [
    `${spanText(event, language)} (${event.timezone})`,
    event.location,
    boundedLines(event.description, maxDescription),
  ]
  feed.addItem({
    title: inSection(boundedLine(event.title, 200)),
    // It stays when the title changes: readers know an event by it.
    id: `${origin}/events/${event.id}`,
    guid: `${origin}/events/${event.id}`,
    link: origin + link(eventPath(event)),
    description: inSection(about.join('\n')),
    date: new Date(event.updatedAt),
    published: new Date(event.createdAt),
  })
}

/** The coming events that match the filters, those that were added last first. */
async function newestEvents(payload: Payload, request: CachedPageRequest) {
  const { query, wrong } = readListQuery(request)
  if (!query) {
    const errors = wrong.map((path) => ({ path, message: 'Invalid filter.' }))
    throw new ValidationError({ errors })
  }
  const connection = readerOf(payload)
  const filter = {
    ...(await filterOf(connection, anonymousViewer, queryOfPage(query))),
    upcoming: true,
  }
  const first = { ordering: '-created_at', limit: maxItems } as const
  const ids = await findEventIds(connection, anonymousViewer, filter, first)
  const byId = new Map((await findEvents(connection, ids)).map((event) => [event.id, event]))
  const events = ids.map((id) => byId.get(id)).filter((event) => event !== undefined)
  return { events, changesAt: await nextPublicStart(connection, filter.now) }
}

/**
 * The newest of the coming events as RSS or Atom (RFC 4287), with the filters of the list.
 *
 * @throws {ValidationError} for filters that cannot be read
 */
export async function readFeed(
  payload: Payload,
  request: CachedPageRequest,
  { format, settings }: { format: FeedFormat; settings: SiteSettings },
): Promise<ReadResponse> {
  const site = siteOf(request, settings)
  const { language, link, origin, translate } = site
  const { path, type, write } = feedFormats[format]
  const { changesAt, events } = await newestEvents(payload, request)
  const filters = typedFilters(request)
  const feed = new Feed({
    id: origin + link('/events', filters),
    title: `${brand}: ${translate('events.title')}`,
    description: translate('events.description', { brand }),
    link: origin + link('/events', filters),
    feedLinks: { [format]: origin + link(path, filters) },
    language,
    generator: brand,
    updated: new Date(Math.max(0, ...events.map(({ updatedAt }) => Date.parse(updatedAt)))),
  })
  for (const event of events) addEvent(feed, event, site)
  const body = feed[write]()
  return { body, type, tag: entityTagOfBody(body), eventIds: [], changesAt }
}
