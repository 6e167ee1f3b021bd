import { poolOf } from '../database/connection.ts'
import { publicEventCalendar, publicListCalendar } from '../features/calendars/cachedFeeds.ts'
import { nextStart } from '../features/events/queries/events.ts'
import {
  isKeptByEvents,
  isTimeless,
  readPublicEvent,
  readPublicList,
  readPublicSearch,
} from '../features/events/publicReads.ts'
import { readAppPayload } from '../features/flags/appPayload.ts'
import type { CacheableRead } from '../http/responseCache/cacheableRead.ts'
import { restRead } from '../http/responseCache/readRest.ts'
import type { Principal } from '../shared/principal.ts'

/** An attendee without a draft may see the events that everybody may see. */
const seesPublicEvents = ({ role, ownsDrafts }: Principal) => role === 'attendee' && !ownsDrafts

/** The flags for apps are the same for everybody. */
const features: CacheableRead = {
  isList: false,
  isSameFor: () => true,
  read: (payload) => readAppPayload(payload),
}

/** The reads of v1 whose responses are stored in the response cache, by operation. */
export const cacheableReads: Record<string, CacheableRead> = {
  listEvents: {
    isList: true,
    isSameFor: seesPublicEvents,
    allowsQuery: isKeptByEvents,
    read: (payload, request) => readPublicList(payload, request),
  },
  searchEvents: {
    isList: true,
    isSameFor: seesPublicEvents,
    allowsQuery: isKeptByEvents,
    read: (payload, request) => readPublicSearch(payload, request),
  },
  readEvent: {
    isList: false,
    isSameFor: seesPublicEvents,
    read: (payload, request) => readPublicEvent(payload, request.id),
  },
  readEventCalendar: {
    isList: true,
    isSameFor: seesPublicEvents,
    read: (payload, request) => publicEventCalendar(payload, request.id),
  },
  readEventsCalendar: {
    isList: true,
    isSameFor: seesPublicEvents,
    allowsQuery: isTimeless,
    read: (payload, request) => publicListCalendar(payload, request.url),
  },
  readFeatures: features,
  readFeaturesOfClient: features,
}

/** The same for reads of Payload's REST, by path. */
export const cacheableRestReads: Record<string, CacheableRead> = Object.fromEntries(
  [
    { path: '/api/events', isList: true },
    { path: '/api/events/:id', isList: false },
  ].map(({ path, isList }) => [
    path,
    // The dates may not be among the fields that the client selected.
    restRead({
      isList,
      changesAt: (payload, ids) => nextStart(poolOf(payload), ids, new Date()),
    }),
  ]),
)
