import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** What pages show of an event besides what v1 has. */
export interface EventDetails {
  id: number
  program: string | null
  country: string | null
  tags: string[]
  waitlistEnabled: boolean
  registrationOpensAt: string | null
  registrationClosesAt: string | null
}

/** The details of events, by their id. They are read for events that the caller may see. */
export async function detailsOf(
  connection: Connection,
  ids: number[],
): Promise<Map<number, EventDetails>> {
  const rows = await rowsOf<EventDetails>(
    connection,
    sql`SELECT events.id, nullif(events.program, '') AS program, nullif(events.country, '') AS country,
          coalesce((SELECT json_agg(text ORDER BY "order") FROM events_texts
            WHERE parent_id = events.id AND path = 'tags'), '[]') AS tags,
          coalesce(events.waitlist_enabled, false) AS "waitlistEnabled",
          to_json(events.registration_opens_at) AS "registrationOpensAt",
          to_json(events.registration_closes_at) AS "registrationClosesAt"
        FROM events WHERE events.id = ANY (${sql.param(ids)}::int[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the page of an event shows besides. */
export interface EventContent {
  body: unknown
  cancellationReason: string | null
  latitude: number | null
  longitude: number | null
  maxPartySize: number
}

/** The content of an event that the caller may see. */
export async function contentOf(connection: Connection, id: number): Promise<EventContent> {
  const rows = await rowsOf<EventContent>(
    connection,
    sql`SELECT body, nullif(cancellation_reason, '') AS "cancellationReason",
          coordinates_latitude::float8 AS latitude, coordinates_longitude::float8 AS longitude,
          max_party_size::int AS "maxPartySize"
        FROM events WHERE id = ${id}::int`,
  )
  return rows[0]!
}

/** Another event of a series. */
export interface OtherDate {
  id: number
  title: string
  startDate: string
  endDate: string
  timezone: string
}

/** Other dates of a series that are shown. */
const maxDates = 12

/** The next published events of a series, besides one of them. */
export const otherDates = (
  connection: Connection,
  seriesId: number,
  { id, now }: { id: number; now: Date },
): Promise<OtherDate[]> =>
  rowsOf<OtherDate>(
    connection,
    sql`SELECT id, title, to_json(start_date) AS "startDate", to_json(end_date) AS "endDate", timezone
        FROM events
        WHERE series_id = ${seriesId}::int AND id <> ${id}::int AND status = 'published'
          AND start_date > ${now.toISOString()}::timestamptz
        ORDER BY start_date, id LIMIT ${maxDates}::int`,
  )

/** The titles of public events, by their id: texts link to events by their ids. */
export async function titlesOf(
  connection: Connection,
  ids: number[],
): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await rowsOf<{ id: number; title: string }>(
    connection,
    sql`SELECT id, title FROM events
        WHERE id = ANY (${sql.param(ids)}::int[]) AND status <> 'draft'`,
  )
  return new Map(rows.map(({ id, title }) => [id, title]))
}
