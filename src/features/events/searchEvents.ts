import type { Payload } from 'payload'
import type { z } from 'zod'

import type { Address } from '../../http/pagination.ts'
import { highlight, highlightExcerpt } from '../search/public.ts'
import { type EventDates, findWith } from './finders/findWith.ts'
import { readPage } from './readPage.ts'
import type { Viewer } from './rules.ts'
import type { ListQuery, SearchQuery } from './schemas.ts'

/**
 * A page of the events that the viewer may see and that match the list's query.
 *
 * @throws {Refusal} {ValidationError} as `readPage` and `filterOf` do
 */
export const listEvents = (
  payload: Payload,
  viewer: Viewer,
  query: z.output<typeof ListQuery>,
  address: Address,
) =>
  findWith({ payload, viewer, query, wantsFacets: false }, (finder) =>
    readPage(finder, query, address),
  )

/** A query of the list, and what v1 has no parameter for. */
interface Search {
  query: z.output<typeof ListQuery>
  dates?: EventDates
}

/**
 * A page of the events that match a query, the best first if it has words, with the words marked, and with the
 * counts of all found events.
 *
 * @throws {Refusal} {ValidationError} as `readPage` and `filterOf` do
 */
export function searchByQuery(
  payload: Payload,
  viewer: Viewer,
  { query: asked, dates }: Search,
  address: Address,
) {
  const best = asked.search === undefined ? undefined : ('relevance' as const)
  const query = { ...asked, ordering: asked.ordering ?? best }
  return findWith({ payload, viewer, query, dates, wantsFacets: true }, async (finder) => {
    const { events, now, page } = await readPage(finder, query, address)
    const marked = finder.marked(events)
    const results = page.results.map((event) => ({
      ...event,
      highlight: {
        title: highlight(event.title, marked),
        description: highlightExcerpt(event.description, marked),
      },
    }))
    return { events, now, page: { ...page, results, facets: await finder.facets() } }
  })
}

/** The same for a query of v1. @throws {Refusal} {ValidationError} as `searchByQuery` does */
export const searchEvents = (
  payload: Payload,
  viewer: Viewer,
  { q: search, ...query }: z.output<typeof SearchQuery>,
  address: Address,
) => searchByQuery(payload, viewer, { query: { ...query, search } }, address)
