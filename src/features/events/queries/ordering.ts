import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { EventFilter, RankedEvents } from './filter.ts'
import { kilometresTo } from './place.ts'

interface Column {
  /** What the events are ordered by. A search and a place to measure from are in the filter. */
  column: (filter: EventFilter) => SQL
  /** The type of the column, to which a key of a cursor is cast. */
  type: SQL
  isDescending: boolean
}

const instant = sql`timestamptz`

const startDate = { column: () => sql`events.start_date`, type: instant }
const createdAt = { column: () => sql`events.created_at`, type: instant }
const title = { column: () => sql`events.title`, type: sql`varchar` }

/** How much a word counts in rich text, the description, place and tags, and the title. */
const weights = sql`'{0.05, 0.15, 0.5, 1}'::real[]`

/** The score that the search engine gave an event. An object of JSON is searched by halves. */
function scoreOf({ ids, scores }: RankedEvents): SQL {
  const byId = JSON.stringify(Object.fromEntries(ids.map((id, index) => [id, scores[index]])))
  return sql`coalesce((${byId}::jsonb ->> events.id::text)::float8, 0)`
}

/** How well an event matches the search. The words as they were typed count three times as much. */
function relevanceOf({ search }: EventFilter): SQL {
  if (!search) return sql`0::float8`
  if ('ids' in search) return scoreOf(search)
  return sql`(SELECT ts_rank(${weights}, words, ${search.query}::tsquery, 1)::float8
      + 2 * ts_rank(${weights}, words, ${search.exactQuery}::tsquery, 1)
    FROM event_search WHERE event_id = events.id)`
}

/** The orderings of the list. Events with an equal key are ordered by their id, so each order is total. */
export const orderings = {
  start_date: { ...startDate, isDescending: false },
  '-start_date': { ...startDate, isDescending: true },
  created_at: { ...createdAt, isDescending: false },
  '-created_at': { ...createdAt, isDescending: true },
  title: { ...title, isDescending: false },
  '-title': { ...title, isDescending: true },
  relevance: { column: relevanceOf, type: sql`float8`, isDescending: true },
  distance: {
    column: ({ near }) => (near ? kilometresTo(near) : sql`0::float8`),
    type: sql`float8`,
    isDescending: false,
  },
} as const satisfies Record<string, Column>

export type Ordering = keyof typeof orderings

/** A place between two events of an ordered list: after the event with this key and id. */
export interface Position {
  /** The event's start, creation (ISO 8601), title, relevance or distance, as the ordering says. */
  key: string
  id: number
  /** Whether the key is a relevance that the other engine has computed: then it is computed anew. */
  isForeign?: boolean
}

/** What the events are ordered by, as a column or an expression. */
export const keyOf = (ordering: Ordering, filter: EventFilter): SQL =>
  orderings[ordering].column(filter)

/** `ORDER BY` without the words. An index has the same columns (migration 20261126_182000_growth). */
export const orderBy = (ordering: Ordering, filter: EventFilter): SQL => {
  const column = keyOf(ordering, filter)
  return orderings[ordering].isDescending
    ? sql`${column} DESC, events.id DESC`
    : sql`${column}, events.id`
}

/** The condition of the events after a position. It is one range of the index of the ordering. */
export const isAfter = (ordering: Ordering, filter: EventFilter, after: Position): SQL => {
  const { isDescending, type } = orderings[ordering]
  const { id, isForeign = false } = after
  const column = keyOf(ordering, filter)
  const given = sql`${after.key}::${type}`
  const key = isForeign
    ? sql`coalesce((SELECT ${column} FROM events WHERE events.id = ${id}::int), ${given})`
    : given
  const position = sql`(${key}, ${id}::int)`
  return isDescending
    ? sql`(${column}, events.id) < ${position}`
    : sql`(${column}, events.id) > ${position}`
}
