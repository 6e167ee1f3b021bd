import type { z } from 'zod'

import type { Connection } from '../../database/connection.ts'
import type { Address } from '../../http/pagination.ts'
import { highlight, highlightExcerpt } from '../search/public.ts'
import { filterOf } from './filterOf.ts'
import { countFacets } from './queries/facets.ts'
import type { EventFilter } from './queries/filter.ts'
import { readPage } from './readPage.ts'
import type { Viewer } from './rules.ts'
import type { SearchQuery } from './schemas.ts'

const nothingMarked = { words: [], beginnings: [] }

type Query = Omit<z.output<typeof SearchQuery>, 'q'>

/**
 * A page of the events that match a filter, the best first if it has a search, with the words marked, and with
 * the counts of all found events.
 *
 * @throws {Refusal} {ValidationError} as `readPage` does
 */
export async function searchByFilter(
  connection: Connection,
  viewer: Viewer,
  { filter, query: asked }: { filter: EventFilter; query: Query },
  address: Address,
) {
  const best = filter.search === undefined ? undefined : ('relevance' as const)
  const query = { ...asked, ordering: asked.ordering ?? best }
  const { events, now, page } = await readPage(connection, viewer, { filter, query }, address)
  const marked = filter.search?.marked ?? nothingMarked
  const results = page.results.map((event) => ({
    ...event,
    highlight: {
      title: highlight(event.title, marked),
      description: highlightExcerpt(event.description, marked),
    },
  }))
  const facets = await countFacets(connection, viewer, filter)
  return { events, now, page: { ...page, results, facets } }
}

/** The same for a query of v1. @throws {Refusal} {ValidationError} as `readPage` and `filterOf` do */
export async function searchEvents(
  connection: Connection,
  viewer: Viewer,
  { q: search, ...query }: z.output<typeof SearchQuery>,
  address: Address,
) {
  const filter = await filterOf(connection, viewer, { ...query, search })
  return searchByFilter(connection, viewer, { filter, query }, address)
}
