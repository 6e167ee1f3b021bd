import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import { type EventStatus, type Viewer, visibleTo } from '../../events/public.ts'
import { maxEntryLengths } from '../rules.ts'

/** What an entry shows of an event. */
export interface FeedEvent {
  id: number
  title: string
  /** As much of it as an entry shows, and a character more. */
  description: string
  startDate: string
  endDate: string
  timezone: string
  location: string
  status: EventStatus
  calendarSequence: number
  latitude: number | null
  longitude: number | null
  updatedAt: string
}

/** A long description is read in part: PostgreSQL decompresses no more of it than that. */
export const feedColumns = sql`events.id, events.title,
  left(events.description, ${maxEntryLengths.description + 1}::int) AS description,
  to_json(events.start_date) AS "startDate", to_json(events.end_date) AS "endDate", events.timezone,
  events.location, events.status, events.calendar_sequence AS "calendarSequence",
  events.coordinates_latitude::float8 AS latitude, events.coordinates_longitude::float8 AS longitude,
  to_json(events.updated_at) AS "updatedAt"`

/** Those of the events that the viewer may see, in the order of their starts. */
export const visibleEvents = (
  connection: Connection,
  viewer: Viewer,
  ids: number[],
): Promise<FeedEvent[]> =>
  rowsOf<FeedEvent>(
    connection,
    sql`SELECT ${feedColumns} FROM events
        WHERE id = ANY (${sql.param(ids)}::int[]) AND ${visibleTo(viewer)}
        ORDER BY start_date, id`,
  )
