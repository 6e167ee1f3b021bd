import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from './connection.ts'

export interface BrokenInvariant {
  invariant: string
  eventId: number
}

/**
 * Looks for any event whose seats do not add up: counters that differ from the registrations, more
 * places held than there are, or one user with two live registrations.
 *
 * @returns what is broken; empty when all is well
 */
export async function brokenInvariants(connection: Connection): Promise<BrokenInvariant[]> {
  return rowsOf<BrokenInvariant>(
    connection,
    sql`WITH counted AS (
          SELECT events.id AS event_id, events.max_participants,
                 coalesce(sum(seats) FILTER (WHERE state = 'confirmed'), 0) AS taken,
                 count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
          FROM events LEFT JOIN registrations ON registrations.event_id = events.id
          GROUP BY events.id
        )
        SELECT 'oversold' AS invariant, event_id AS "eventId"
        FROM counted WHERE taken > max_participants
        UNION ALL
        SELECT 'counters differ from registrations', counted.event_id
        FROM counted LEFT JOIN event_seats USING (event_id)
        WHERE (event_seats.taken, event_seats.waitlisted, event_seats.capacity)
          IS DISTINCT FROM (counted.taken, counted.waitlisted, counted.max_participants)
        UNION ALL
        SELECT 'two live registrations of one user', event_id
        FROM registrations WHERE state <> 'cancelled'
        GROUP BY event_id, user_id HAVING count(*) > 1`,
  )
}
