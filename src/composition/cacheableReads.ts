import { poolOf } from '../database/connection.ts'
import { nextStart } from '../features/events/queries/events.ts'
import { readPublicEvent, readPublicList } from '../features/events/publicReads.ts'
import type { CacheableRead } from '../http/responseCache/cacheableRead.ts'
import { restRead } from '../http/responseCache/readRest.ts'
import { idDigits } from '../shared/documentId.ts'

const id = idDigits.source

/** The reads of events for anonymous callers. Their responses are stored in the response cache. */
export const cacheableReads: CacheableRead[] = [
  {
    route: 'GET /api/v1/events/',
    pattern: /^\/api\/(?:v1\/events\/?|events\/)$/,
    isList: true,
    read: (payload, request) => readPublicList(payload, request),
  },
  {
    route: 'GET /api/v1/events/{id}/',
    pattern: new RegExp(`^/api/(?:v1/events/(${id})/?|events/(${id})/)$`),
    isList: false,
    read: (payload, request) => readPublicEvent(payload, request.id),
  },
  ...[
    { route: 'GET /api/events', pattern: /^\/api\/events$/, isList: true },
    { route: 'GET /api/events/{id}', pattern: new RegExp(`^/api/events/${id}$`), isList: false },
  ].map((rest) =>
    // The dates may not be among the fields that the client selected.
    restRead({ ...rest, changesAt: (payload, ids) => nextStart(poolOf(payload), ids, new Date()) }),
  ),
]
