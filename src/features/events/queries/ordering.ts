import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

interface Column {
  column: SQL
  /** The type of the column, to which a key of a cursor is cast. */
  type: SQL
  isDescending: boolean
}

const instant = sql`timestamptz`

const startDate = { column: sql`events.start_date`, type: instant }
const createdAt = { column: sql`events.created_at`, type: instant }
const title = { column: sql`events.title`, type: sql`varchar` }

/** The orderings of the list. Events with an equal key are ordered by their id, so each order is total. */
export const orderings = {
  start_date: { ...startDate, isDescending: false },
  '-start_date': { ...startDate, isDescending: true },
  created_at: { ...createdAt, isDescending: false },
  '-created_at': { ...createdAt, isDescending: true },
  title: { ...title, isDescending: false },
  '-title': { ...title, isDescending: true },
} as const satisfies Record<string, Column>

export type Ordering = keyof typeof orderings

/** A place between two events of an ordered list: after the event with this key and id. */
export interface Position {
  /** The event's start, creation (ISO 8601) or title, as the ordering says. */
  key: string
  id: number
}

/** `ORDER BY` without the words. An index has the same columns (migration 20261126_182000_growth). */
export const orderBy = (ordering: Ordering): SQL => {
  const { column, isDescending } = orderings[ordering]
  return isDescending ? sql`${column} DESC, events.id DESC` : sql`${column}, events.id`
}

/** The condition of the events after a position. It is one range of the index of the ordering. */
export const isAfter = (ordering: Ordering, { key, id }: Position): SQL => {
  const { column, isDescending, type } = orderings[ordering]
  const position = sql`(${key}::${type}, ${id}::int)`
  return isDescending
    ? sql`(${column}, events.id) < ${position}`
    : sql`(${column}, events.id) > ${position}`
}
