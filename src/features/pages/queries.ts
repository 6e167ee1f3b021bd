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
