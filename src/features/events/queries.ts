import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { EventStatus } from './rules.ts'
import { type Connection, rowsOf } from '../../database/connection.ts'

/** An event as v1 shows it, with its counts and its owner, read in one statement. */
export interface PublicEvent {
  id: number
  title: string
  description: string
  startDate: string
  endDate: string
  location: string
  maxParticipants: number
  status: EventStatus
  timezone: string
  createdBy: number | null
  registeredCount: number
  seatsLeft: number
  waitlistCount: number
  createdAt: string
  updatedAt: string
}

/** The caller who reads. Only the owner and staff see a draft. */
export interface Viewer {
  id?: number
  isStaff: boolean
}

export const orderings = {
  start_date: sql`events.start_date, events.id`,
  '-start_date': sql`events.start_date DESC, events.id DESC`,
  created_at: sql`events.created_at, events.id`,
  '-created_at': sql`events.created_at DESC, events.id DESC`,
  title: sql`events.title, events.id`,
  '-title': sql`events.title DESC, events.id DESC`,
} as const

export type Ordering = keyof typeof orderings

export interface EventFilter {
  status?: string
  /** Starts at or after. */
  startsFrom?: Date
  /** Ends at or before. */
  endsUntil?: Date
  search?: string
}

const columns = sql`events.id, events.title, events.description,
  to_json(events.start_date) AS "startDate", to_json(events.end_date) AS "endDate",
  events.location, event_seats.capacity AS "maxParticipants", events.status, events.timezone,
  events.created_by_id AS "createdBy", event_seats.taken AS "registeredCount",
  event_seats.capacity - event_seats.taken - event_seats.held AS "seatsLeft",
  event_seats.waitlisted AS "waitlistCount",
  to_json(events.created_at) AS "createdAt", to_json(events.updated_at) AS "updatedAt"`

const source = sql`events JOIN event_seats ON event_seats.event_id = events.id`

const visibleTo = ({ id, isStaff }: Viewer): SQL => {
  if (isStaff) return sql`true`
  if (id === undefined) return sql`events.status <> 'draft'`
  return sql`(events.status <> 'draft' OR events.created_by_id = ${id}::int)`
}

function conditions(viewer: Viewer, filter: EventFilter): SQL {
  const all = [visibleTo(viewer)]
  if (filter.status) all.push(sql`events.status::text = ${filter.status}`)
  if (filter.startsFrom) all.push(sql`events.start_date >= ${filter.startsFrom.toISOString()}`)
  if (filter.endsUntil) all.push(sql`events.end_date <= ${filter.endsUntil.toISOString()}`)
  if (filter.search) {
    // Exactly the expression of the index events_search; otherwise PostgreSQL does not use the index.
    all.push(sql`to_tsvector('simple', events.title || ' ' || events.location || ' ' || events.description)
      @@ websearch_to_tsquery('simple', ${filter.search})`)
  }
  return sql.join(all, sql` AND `)
}

export interface EventPage {
  count: number
  events: PublicEvent[]
}

/** One page of the matching events, and the number of all matching events. */
export async function listPublicEvents(
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  page: { ordering: Ordering; offset: number; limit: number },
): Promise<EventPage> {
  const where = conditions(viewer, filter)
  const [row] = await rowsOf<{ count: number; events: PublicEvent[] }>(
    connection,
    sql`SELECT (SELECT count(*)::int FROM events WHERE ${where}) AS count,
               (SELECT coalesce(json_agg(shown), '[]') FROM (
                  SELECT ${columns} FROM ${source} WHERE ${where}
                  ORDER BY ${orderings[page.ordering]} LIMIT ${page.limit} OFFSET ${page.offset}
                ) shown) AS events`,
  )
  return row!
}

/** The earliest start in the future of the given events, in milliseconds since the epoch. */
export async function nextStart(
  connection: Connection,
  eventIds: number[],
  now: Date,
): Promise<number | undefined> {
  const [row] = await rowsOf<{ next: string | null }>(
    connection,
    sql`SELECT to_json(min(start_date)) AS next FROM events
        WHERE id = ANY(${sql.param(eventIds)}::int[])
          AND start_date > ${now.toISOString()}::timestamptz`,
  )
  return row?.next ? new Date(row.next).getTime() : undefined
}

/** The event; undefined when there is no event that the viewer may see. */
export async function findPublicEvent(
  connection: Connection,
  viewer: Viewer,
  id: number,
): Promise<PublicEvent | undefined> {
  const rows = await rowsOf<PublicEvent>(
    connection,
    sql`SELECT ${columns} FROM ${source} WHERE events.id = ${id}::int AND ${visibleTo(viewer)}`,
  )
  return rows[0]
}
