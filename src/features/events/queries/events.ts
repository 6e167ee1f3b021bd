import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { EventStatus, Viewer } from '../rules.ts'
import { type Cover, coverAsJson } from '../../media/public.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import { countOf, type EventFilter, matching, visibleTo } from './filter.ts'
import { isAfter, keyOf, orderBy, type Ordering, type Position } from './ordering.ts'
import { kilometresTo } from './place.ts'

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
  /** The series that the event is an occurrence of. */
  series: number | null
  registeredCount: number
  seatsLeft: number
  waitlistCount: number
  cover: Cover | null
  createdAt: string
  updatedAt: string
  /** The distance from the place that the caller asked for. */
  kilometres?: number
  /** How well the event matches the search, if the events are ordered by it. */
  relevance?: number
}

const columns = sql`events.id, events.title, events.description,
  to_json(events.start_date) AS "startDate", to_json(events.end_date) AS "endDate",
  events.location, event_seats.capacity AS "maxParticipants", events.status, events.timezone,
  events.created_by_id AS "createdBy", events.series_id AS series, event_seats.taken AS "registeredCount",
  event_seats.capacity - event_seats.taken - event_seats.held AS "seatsLeft",
  event_seats.waitlisted AS "waitlistCount", ${coverAsJson} AS cover,
  to_json(events.created_at) AS "createdAt", to_json(events.updated_at) AS "updatedAt"`

const source = sql`events JOIN event_seats ON event_seats.event_id = events.id`

interface PageOf {
  ordering: Ordering
  limit: number
  /** The number of events before the page. */
  offset?: number
}

/** What is computed for the request: the distance, and the relevance, which a cursor needs. */
function measured({ near, ...filter }: EventFilter, ordering: Ordering): SQL {
  const distance = near ? sql`, ${kilometresTo(near)} AS "kilometres"` : sql``
  const isRanked = ordering === 'relevance'
  return isRanked ? sql`${distance}, ${keyOf(ordering, filter)} AS relevance` : distance
}

/** The most that the texts of one page weigh, in bytes. A page has one event at least. */
const maxBytes = 1024 * 1024

/**
 * The ids of the page are found in the index of the ordering alone. Only their rows are read and joined:
 * this makes a page in the middle of a million events 20 times cheaper.
 *
 * A search for words is different. PostgreSQL expects every word to be common, and would walk through the
 * ordering until it has met enough matches: 15 seconds for a rare word. `OFFSET 0` keeps the ordering out
 * of the search, so that it uses the index of words. It does the same for the few events of a series, near a place,
 * or with a tag.
 */
function idsOfPage(viewer: Viewer, filter: EventFilter, page: PageOf, after?: SQL): SQL {
  const { limit, offset = 0, ordering } = page
  const matches = matching(viewer, filter)
  const where = after ? sql`${matches} AND ${after}` : matches
  const { near, search, series, tag } = filter
  const isSelective = [near, search, series, tag].some(Boolean)
  const candidates = isSelective
    ? sql`(SELECT * FROM events WHERE ${where} OFFSET 0) events`
    : sql`events WHERE ${where}`
  return sql`SELECT events.id FROM ${candidates} ORDER BY ${orderBy(ordering, filter)}
    LIMIT ${limit}::int OFFSET ${offset}::bigint`
}

/** The ids of the first matching events. */
export const findEventIds = (
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  page: Pick<PageOf, 'limit' | 'ordering'>,
): Promise<number[]> => idsOf(connection, idsOfPage(viewer, filter, page))

/**
 * The page ends before the event with which its texts would become too heavy. `found` is the number of events
 * that it would have otherwise.
 */
function pageOf(viewer: Viewer, filter: EventFilter, page: PageOf, after?: SQL): SQL {
  return sql`(WITH page AS MATERIALIZED (
      SELECT id, row_number() OVER () AS number FROM (${idsOfPage(viewer, filter, page, after)}) ordered
    ), weighed AS (
      SELECT id, number, sum(text_bytes) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING) AS bytes
      FROM page JOIN events USING (id)
    )
    SELECT json_build_object(
      'found', (SELECT count(*) FROM page), 'events', coalesce(json_agg(shown), '[]')) FROM (
      SELECT ${columns}${measured(filter, page.ordering)}
      FROM weighed JOIN (${source}) ON events.id = weighed.id
      WHERE number = 1 OR bytes <= ${maxBytes}::int
      ORDER BY number
    ) shown)`
}

/** Events of a page: as many as it may weigh. */
export interface FoundEvents {
  events: PublicEvent[]
  /** How many they would be, if the page could weigh more. */
  found: number
}

export interface EventPage extends FoundEvents {
  count: number
}

/** One page of the matching events, and the number of all matching events. */
export async function listPublicEvents(
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  page: PageOf,
): Promise<EventPage> {
  const [row] = await rowsOf<{ count: number; page: FoundEvents }>(
    connection,
    sql`SELECT ${countOf(viewer, filter)} AS count, ${pageOf(viewer, filter, page)} AS page`,
  )
  return { count: row!.count, ...row!.page }
}

/** The matching events after a position, the first ones without one. Nothing is counted or skipped. */
export async function listEventsAfter(
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  { position, ...page }: PageOf & { position: Position | undefined },
): Promise<FoundEvents> {
  const after = position && isAfter(page.ordering, filter, position)
  const [row] = await rowsOf<{ page: FoundEvents }>(
    connection,
    sql`SELECT ${pageOf(viewer, filter, page, after)} AS page`,
  )
  return row!.page
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

/** When the next event begins that everybody may see, in milliseconds since the epoch. */
export async function nextPublicStart(
  connection: Connection,
  now: Date,
): Promise<number | undefined> {
  const [row] = await rowsOf<{ next: string | null }>(
    connection,
    sql`SELECT to_json(min(start_date)) AS next FROM events
        WHERE start_date > ${now.toISOString()}::timestamptz AND status <> 'draft'`,
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

/** The events with these ids that exist, drafts too. For jobs and staff. */
export const findEvents = (connection: Connection, ids: number[]): Promise<PublicEvent[]> =>
  rowsOf<PublicEvent>(
    connection,
    sql`SELECT ${columns} FROM ${source} WHERE events.id = ANY (${sql.param(ids)}::int[])`,
  )
