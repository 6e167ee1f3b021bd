import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'
import { type EventFilter, type EventStatus, matching, type Viewer } from '../events/public.ts'

/** An event as exports have it. Instants are in ISO 8601. */
export interface ExportedEvent {
  id: number
  title: string
  description: string
  startDate: string
  endDate: string
  timezone: string
  location: string
  country: string | null
  program: string | null
  tags: string[]
  latitude: number | null
  longitude: number | null
  coordinatesSource: string | null
  status: EventStatus
  maxParticipants: number
  registeredCount: number
  seatsLeft: number
  waitlistCount: number
  series: number | null
  createdBy: number | null
  externalSource: string | null
  externalId: string | null
  createdAt: string
  updatedAt: string
  calendarSequence: number
}

/** Events of a part, and bytes of their texts: a part is in memory as a whole. */
const part = { events: 500, bytes: 1024 * 1024 }

const columns = sql`events.id, events.title, events.description,
  to_json(events.start_date) AS "startDate", to_json(events.end_date) AS "endDate", events.timezone,
  events.location, nullif(events.country, '') AS country, nullif(events.program, '') AS program,
  ARRAY(SELECT text FROM events_texts WHERE parent_id = events.id AND path = 'tags' ORDER BY "order") AS tags,
  events.coordinates_latitude::float8 AS latitude, events.coordinates_longitude::float8 AS longitude,
  events.coordinates_source AS "coordinatesSource", events.status,
  event_seats.capacity AS "maxParticipants", event_seats.taken AS "registeredCount",
  event_seats.capacity - event_seats.taken - event_seats.held AS "seatsLeft",
  event_seats.waitlisted AS "waitlistCount", events.series_id AS series,
  events.created_by_id AS "createdBy", nullif(events.external_source, '') AS "externalSource",
  nullif(events.external_id, '') AS "externalId", to_json(events.created_at) AS "createdAt",
  to_json(events.updated_at) AS "updatedAt", events.calendar_sequence AS "calendarSequence"`

/** The condition of the events that the caller organises: all for staff, for others their own. */
const organisedBy = ({ id, isStaff }: Viewer): SQL =>
  isStaff ? sql`true` : sql`events.created_by_id = ${id ?? null}::int`

/** The next events after an id, by their ids: as many as a part may have. Empty after the last one. */
export const nextPart = (
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  after: number,
): Promise<ExportedEvent[]> =>
  rowsOf<ExportedEvent>(
    connection,
    sql`WITH next AS MATERIALIZED (
          SELECT id, text_bytes FROM events
          WHERE ${matching(viewer, filter)} AND ${organisedBy(viewer)} AND events.id > ${after}::int
          ORDER BY id LIMIT ${part.events}::int
        ), weighed AS (
          SELECT id, row_number() OVER ids AS number, sum(text_bytes) OVER ids AS bytes
          FROM next WINDOW ids AS (ORDER BY id ROWS UNBOUNDED PRECEDING)
        )
        SELECT ${columns}
        FROM weighed JOIN events USING (id) JOIN event_seats ON event_seats.event_id = events.id
        WHERE number = 1 OR bytes <= ${part.bytes}::int
        ORDER BY events.id`,
  )

/** How many events an export has. */
export async function countExported(
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM events
        WHERE ${matching(viewer, filter)} AND ${organisedBy(viewer)}`,
  )
  return row!.count
}
