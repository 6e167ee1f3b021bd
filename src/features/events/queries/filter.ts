import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import type { PreparedSearch } from '../../search/public.ts'
import { isNear, type Place } from './place.ts'
import { type EventStatus, eventStatuses, type Viewer } from '../rules.ts'

/** Events that the search engine has found. */
export interface RankedEvents {
  ids: number[]
  /** How well each of them matches. */
  scores: number[]
}

export interface EventFilter {
  status?: string
  /** Starts at or after. */
  startsFrom?: Date
  /** Starts before. */
  startsBefore?: Date
  /** Ends after. */
  endsAfter?: Date
  /** Ends at or before. */
  endsUntil?: Date
  /** Null for a search for a text without words, which finds nothing. */
  search?: PreparedSearch | RankedEvents | null
  /** The id of a series. */
  series?: number
  near?: Place
  /** Kilometres from there. */
  within?: number
  /** Whether the event begins after `now`. */
  upcoming?: boolean
  /** Whether somebody could take a seat. */
  hasSeats?: boolean
  tag?: string
  program?: string
  country?: string
  /** The instant of the request. */
  now: Date
}

const isStatus = (text: string): text is EventStatus => eventStatuses.includes(text as EventStatus)

/** The condition of the events that the viewer may see: `maySee` of the rules, in SQL. */
export const visibleTo = ({ id, isStaff }: Viewer): SQL => {
  if (isStaff) return sql`true`
  if (id === undefined) return sql`events.status <> 'draft'`
  return sql`(events.status <> 'draft' OR events.created_by_id = ${id}::int)`
}

/** The conditions on what an event is about, and where. */
function detailsOf({ country, near, program, series, tag, within }: EventFilter): SQL[] {
  const all: SQL[] = []
  if (series !== undefined) all.push(sql`events.series_id = ${series}::int`)
  if (near) all.push(isNear(near, within))
  if (country) all.push(sql`events.country = ${country.toUpperCase()}`)
  if (program) all.push(sql`lower(events.program) = lower(${program})`)
  if (tag) {
    all.push(sql`EXISTS (SELECT FROM events_texts
      WHERE parent_id = events.id AND lower(text) = lower(${tag}))`)
  }
  return all
}

const isUpcoming = (now: Date) => sql`events.start_date > ${now.toISOString()}::timestamptz`

/** The same as `seats_left` of v1. */
const hasSeats = sql`EXISTS (SELECT FROM event_seats
  WHERE event_id = events.id AND capacity - taken - held > 0)`

/** The conditions on what may change without a change of the event. */
function stateOf(filter: EventFilter): SQL[] {
  const all: SQL[] = []
  if (filter.upcoming !== undefined) {
    all.push(filter.upcoming ? isUpcoming(filter.now) : sql`NOT ${isUpcoming(filter.now)}`)
  }
  if (filter.hasSeats !== undefined) all.push(filter.hasSeats ? hasSeats : sql`NOT ${hasSeats}`)
  return all
}

function matchesSearch(search: PreparedSearch | RankedEvents | null): SQL {
  if (!search) return sql`false`
  if ('ids' in search) return sql`events.id = ANY (${sql.param(search.ids)}::int[])`
  return sql`events.id IN (SELECT event_id FROM event_search WHERE words @@ ${search.query}::tsquery)`
}

/** The condition of the events that the viewer may see and that match the filter. */
export function matching(viewer: Viewer, filter: EventFilter): SQL {
  const { endsAfter, endsUntil, search, startsBefore, startsFrom, status } = filter
  const all = [visibleTo(viewer), ...detailsOf(filter), ...stateOf(filter)]
  if (status) {
    all.push(isStatus(status) ? sql`events.status = ${status}` : sql`false`)
  }
  // An event ends after it starts. The condition that follows from it bounds the range of the index on
  // both sides: otherwise a filter for one day would read all events before or after that day.
  if (startsFrom) {
    const from = sql`${startsFrom.toISOString()}::timestamptz`
    all.push(sql`events.start_date >= ${from}`, sql`events.end_date > ${from}`)
  }
  if (endsAfter) all.push(sql`events.end_date > ${endsAfter.toISOString()}::timestamptz`)
  if (startsBefore) {
    all.push(sql`events.start_date < ${startsBefore.toISOString()}::timestamptz`)
  }
  if (endsUntil) {
    const until = sql`${endsUntil.toISOString()}::timestamptz`
    all.push(sql`events.end_date <= ${until}`, sql`events.start_date < ${until}`)
  }
  if (search !== undefined) all.push(matchesSearch(search))
  return sql.join(all, sql` AND `)
}

/**
 * The number of the events that the viewer may see and that match the filter, exact. Without a filter
 * but the status it comes from `event_counts`, which triggers maintain: counting the rows themselves took 60 ms with a
 * million events (docs/decisions/0022-counted-events.md).
 */
export function countOf(viewer: Viewer, filter: EventFilter): SQL {
  const { now: _now, status, ...others } = filter
  if (Object.values<unknown>(others).some((value) => value !== undefined)) {
    return sql`(SELECT count(*)::int FROM events WHERE ${matching(viewer, filter)})`
  }
  const ofStatus = status ? sql`status::text = ${status}` : sql`true`
  const isVisible = viewer.isStaff ? sql`true` : sql`status <> 'draft'`
  const counted = sql`(SELECT coalesce(sum(change), 0)::int FROM event_counts
    WHERE ${ofStatus} AND ${isVisible})`
  if (viewer.isStaff || viewer.id === undefined) return counted
  const ownDrafts = sql`(SELECT count(*)::int FROM events
    WHERE created_by_id = ${viewer.id}::int AND status = 'draft' AND ${ofStatus})`
  return sql`${counted} + ${ownDrafts}`
}
