import { ValidationError } from 'payload'
import type { z } from 'zod'

import { cursorAfter, positionOf } from './cursor.ts'
import type { EventFinder } from './finders/eventFinder.ts'
import type { Ordering } from './queries/ordering.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import type { ListQuery } from './schemas.ts'
import { type Address, cursorLink, pageLinks } from '../../http/pagination.ts'
import { serializeEvent } from './serialize.ts'

const defaultPageSize = 20
const maxPageSize = 100

type Query = z.output<typeof ListQuery>

/** What a page is read with. */
interface List {
  finder: EventFinder
  query: Query
  address: Address
  limit: number
}

/** @throws {ValidationError} when the query lacks what the events would be ordered by */
function orderingOf({ query }: List): Ordering {
  const { ordering = '-created_at' } = query
  const problem =
    (ordering === 'relevance' && query.search === undefined && 'This needs a search.') ||
    (ordering === 'distance' && !query.near && 'This needs near.')
  if (problem) throw new ValidationError({ errors: [{ path: 'ordering', message: problem }] })
  return ordering
}

/** A page by its number, with the count of all matching events. @throws {Refusal} 404 past the end */
async function numberedPage(list: List) {
  const { address, finder, limit, query } = list
  const number = query.page ?? 1
  const start = (number - 1) * limit
  if (start < 0) throw notFound()
  const skip = Math.min(query.skip ?? 0, limit - 1)
  const page = { ordering: orderingOf(list), offset: start + skip, limit: limit - skip }
  const { count, events, found } = await finder.page(page)
  if (number > 1 && start >= count) throw notFound()
  const links = pageLinks(address, {
    page: number,
    hasNext: start + limit < count,
    // The rest of a page that is too heavy for one response is the next page.
    ...(events.length < found ? { skip: skip + events.length } : {}),
  })
  return { events, about: { count, ...links } }
}

/** The page after a cursor, the first one for an empty cursor. @throws {ValidationError} for a wrong one */
async function pageAfter(cursor: string, list: List) {
  const { address, finder, limit } = list
  const ordering = orderingOf(list)
  const position = cursor === '' ? undefined : positionOf(ordering, cursor, finder.scorer)
  if (cursor !== '' && !position) {
    throw new ValidationError({ errors: [{ path: 'cursor', message: 'Invalid cursor.' }] })
  }
  // One more than the page: it shows whether there is a next page.
  const page = { ordering, limit: limit + 1, position }
  const after = await finder.after(page)
  const events = after.events.slice(0, limit)
  const isLast = after.found <= events.length
  const next = isLast
    ? null
    : cursorLink(address, cursorAfter(ordering, events.at(-1)!, finder.scorer))
  return { events, about: { next } }
}

/**
 * A page of the events that the finder finds, in v1's format, with the events
 * themselves.
 *
 * @throws {Refusal} 404 for a page that does not exist; {ValidationError} for a wrong cursor, and for an
 *   ordering or a bound without what it is about
 */
export async function readPage(finder: EventFinder, query: Query, address: Address) {
  const limit = Math.min(query.page_size ?? defaultPageSize, maxPageSize)
  const list = { address, finder, limit, query }
  const { about, events } = await (query.cursor === undefined
    ? numberedPage(list)
    : pageAfter(query.cursor, list))
  const { now } = finder.filter
  const results = events.map((event) => serializeEvent(event, now))
  return { events, now, page: { ...about, results } }
}
