import type { Connection } from '../../../database/connection.ts'
import { listEventsAfter, listPublicEvents } from '../queries/events.ts'
import { countFacets } from '../queries/facets.ts'
import type { EventFilter } from '../queries/filter.ts'
import type { Viewer } from '../rules.ts'
import type { EventFinder } from './eventFinder.ts'

const nothingMarked = { words: [], beginnings: [] }

/** Finds events in PostgreSQL. */
export const databaseFinder = (
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
): EventFinder => ({
  filter,
  scorer: 'database',
  page: (page) => listPublicEvents(connection, viewer, filter, page),
  after: (page) => listEventsAfter(connection, viewer, filter, page),
  facets: () => countFacets(connection, viewer, filter),
  marked: () => (filter.search && 'marked' in filter.search ? filter.search.marked : nothingMarked),
})
