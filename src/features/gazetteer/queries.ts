import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateEvents } from '../../cache/invalidation/tracker.ts'
import { type Connection, idsOf, rowsOf } from '../../database/connection.ts'

export interface UnlocatedEvent {
  id: number
  location: string
  country: string | null
}

/** Takes events from the list of those whose coordinates were never looked up; other workers skip them. */
export const takeUnlocated = (connection: Connection, limit: number): Promise<UnlocatedEvent[]> =>
  rowsOf<UnlocatedEvent>(
    connection,
    sql`WITH taken AS (
          DELETE FROM events_to_locate WHERE event_id IN (
            SELECT event_id FROM events_to_locate ORDER BY event_id DESC LIMIT ${limit}::int
            FOR UPDATE SKIP LOCKED)
          RETURNING event_id
        )
        SELECT id, location, nullif(country, '') AS country FROM events
        JOIN taken ON taken.event_id = events.id
        WHERE coordinates_latitude IS NULL AND coordinates_longitude IS NULL`,
  )

export interface Located {
  id: number
  latitude: number
  longitude: number
}

/** Stores what was found for events that have no coordinates by now. @returns how many */
export async function storeFound(connection: Connection, found: Located[]): Promise<number> {
  const ids = await idsOf(
    connection,
    sql`UPDATE events SET coordinates_latitude = latitude, coordinates_longitude = longitude,
          coordinates_source = 'found'
        FROM unnest(
          ${sql.param(found.map(({ id }) => id))}::int[],
          ${sql.param(found.map(({ latitude }) => latitude))}::numeric[],
          ${sql.param(found.map(({ longitude }) => longitude))}::numeric[]
        ) AS found (event_id, latitude, longitude)
        WHERE events.id = event_id
          AND coordinates_latitude IS NULL AND coordinates_longitude IS NULL
        RETURNING events.id`,
  )
  invalidateEvents(connection, ids)
  return ids.length
}
