import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface BrokenInvariant {
  invariant: string
  eventId: number
}

/**
 * Finds events that break an invariant of seats: the counters differ from the registrations and
 * holds, more seats are taken than exist, one user has two live registrations or a registration and a
 * hold, a hold or an offer lasts too long, or a party waits although it fits.
 *
 * @param eventIds the events to check; without it, all
 * @returns the broken invariants; empty when there are none
 */
export async function brokenInvariants(
  connection: Connection,
  eventIds?: number[],
): Promise<BrokenInvariant[]> {
  const isChosen = (column: string) =>
    eventIds ? sql`${sql.raw(column)} = ANY (${sql.param(eventIds)}::int[])` : sql`true`
  return rowsOf<BrokenInvariant>(
    connection,
    sql`WITH counted AS (
          SELECT events.id AS event_id, events.max_participants,
                 coalesce(sum(seats) FILTER (WHERE state IN ('confirmed', 'offered')), 0) AS taken,
                 coalesce(sum(seats) FILTER (WHERE state = 'offered'), 0) AS offered,
                 count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted,
                 min(seats) FILTER (WHERE state = 'waitlisted' AND seats <= max_party_size)
                   AS smallest_waiting,
                 coalesce((SELECT sum(seats) FROM seat_holds WHERE event_id = events.id), 0) AS held
          FROM events LEFT JOIN registrations ON registrations.event_id = events.id
          WHERE ${isChosen('events.id')}
          GROUP BY events.id
        )
        SELECT 'oversold' AS invariant, event_id AS "eventId"
        FROM counted WHERE taken + held > max_participants
        UNION ALL
        SELECT 'counters differ from registrations', counted.event_id
        FROM counted LEFT JOIN event_seats USING (event_id)
        WHERE (event_seats.taken, event_seats.held, event_seats.offered, event_seats.waitlisted,
               event_seats.capacity)
          IS DISTINCT FROM (counted.taken, counted.held, counted.offered, counted.waitlisted,
                            counted.max_participants)
        UNION ALL
        SELECT 'somebody waits who fits', event_id
        FROM counted JOIN events ON events.id = event_id
        WHERE status = 'published'
          AND waitlist_end(waitlist_until::text, start_date, registration_closes_at) > now()
          AND smallest_waiting <= counted.max_participants - taken - held
        UNION ALL
        SELECT 'two live registrations of one user', event_id
        FROM registrations WHERE state <> 'cancelled' AND ${isChosen('event_id')}
        GROUP BY event_id, user_id HAVING count(*) > 1
        UNION ALL
        SELECT 'registered and holding', seat_holds.event_id
        FROM seat_holds JOIN registrations USING (event_id, user_id)
        WHERE state <> 'cancelled' AND ${isChosen('seat_holds.event_id')}
        UNION ALL
        SELECT 'held longer than a hold can be used', event_id
        FROM seat_holds JOIN events ON events.id = event_id
        WHERE (status <> 'published' OR expires_at > least(end_date, registration_closes_at))
          AND ${isChosen('events.id')}
        UNION ALL
        SELECT 'offered longer than the waitlist moves', event_id
        FROM registrations JOIN events ON events.id = event_id
        WHERE state = 'offered'
          AND offer_expires_at > waitlist_end(waitlist_until::text, start_date, registration_closes_at)
          AND ${isChosen('events.id')}`,
  )
}
