import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type EventStatus, eventStatuses, type Viewer } from '../rules.ts'

export interface EventFilter {
  status?: string
  /** Starts at or after. */
  startsFrom?: Date
  /** Ends at or before. */
  endsUntil?: Date
  search?: string
  /** The id of a series. */
  series?: number
}

const isStatus = (text: string): text is EventStatus => eventStatuses.includes(text as EventStatus)

/** The condition of the events that the viewer may see: `maySee` of the rules, in SQL. */
export const visibleTo = ({ id, isStaff }: Viewer): SQL => {
  if (isStaff) return sql`true`
  if (id === undefined) return sql`events.status <> 'draft'`
  return sql`(events.status <> 'draft' OR events.created_by_id = ${id}::int)`
}

/** ASCII punctuation, without the quotation mark and the minus: a search for words gives them a meaning. */
const separators = "!#$%&'()*+,./:;<=>?@[\\]^_`{|}~"

/** A minus at the beginning of a word excludes it. Elsewhere it is a hyphen, and separates words. */
const withoutInnerHyphens = (search: string) => search.replace(/(?<=\S)-/g, ' ')

/** The condition of the events that the viewer may see and that match the filter. */
export function matching(viewer: Viewer, filter: EventFilter): SQL {
  const { endsUntil, search, series, startsFrom, status } = filter
  const all = [visibleTo(viewer)]
  if (series !== undefined) all.push(sql`events.series_id = ${series}::int`)
  if (status) {
    all.push(isStatus(status) ? sql`events.status = ${status}` : sql`false`)
  }
  // An event ends after it starts. The condition that follows from it bounds the range of the index on
  // both sides: otherwise a filter for one day would read all events before or after that day.
  if (startsFrom) {
    const from = sql`${startsFrom.toISOString()}::timestamptz`
    all.push(sql`events.start_date >= ${from}`, sql`events.end_date > ${from}`)
  }
  if (endsUntil) {
    const until = sql`${endsUntil.toISOString()}::timestamptz`
    all.push(sql`events.end_date <= ${until}`, sql`events.start_date < ${until}`)
  }
  if (search) {
    // Exactly the expression of the index events_search; otherwise PostgreSQL does not use the index.
    all.push(sql`to_tsvector('simple', searchable_text(
        events.title || ' ' || events.location || ' ' || events.description,
        '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'))
      @@ websearch_to_tsquery('simple', searchable_text(${withoutInnerHyphens(search)}, ${separators}))`)
  }
  return sql.join(all, sql` AND `)
}

/**
 * The number of the events that the viewer may see and that match the filter, exact. Without dates, words
 * and a series it comes from `event_counts`, which triggers maintain: counting the rows themselves took 60 ms with a
 * million events (docs/decisions/0022-counted-events.md).
 */
export function countOf(viewer: Viewer, filter: EventFilter): SQL {
  const { endsUntil, search, series, startsFrom, status } = filter
  if (startsFrom || endsUntil || search || series !== undefined) {
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
