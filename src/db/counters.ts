import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from './connection.ts'

export interface CorrectedCounter {
  eventId: number
  before: { capacity: number; taken: number; waitlisted: number }
  after: { capacity: number; taken: number; waitlisted: number }
}

/** The events whose counters may differ from their registrations: looked at without a lock. */
export async function suspectCounters(connection: Connection): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`SELECT events.id FROM events LEFT JOIN event_seats ON event_id = events.id
        LEFT JOIN (
          SELECT event_id, sum(seats) FILTER (WHERE state = 'confirmed') AS taken,
                 count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
          FROM registrations GROUP BY event_id
        ) AS counted ON counted.event_id = events.id
        WHERE (event_seats.capacity, event_seats.taken, event_seats.waitlisted) IS DISTINCT FROM
          (max_participants::int, coalesce(counted.taken, 0)::int, coalesce(counted.waitlisted, 0)::int)
        ORDER BY events.id`,
  )
  return rows.map(({ id }) => id)
}

/**
 * Counts an event's registrations under its lock, in the caller's transaction, and writes the
 * counters anew when they differ.
 *
 * @returns what was wrong, or undefined
 * @throws the database's error when more seats are held than there are
 */
export async function correctCounter(
  connection: Connection,
  eventId: number,
): Promise<CorrectedCounter | undefined> {
  await connection.execute(
    sql`INSERT INTO event_seats (event_id, capacity)
        SELECT id, max_participants FROM events WHERE id = ${eventId}::int
        ON CONFLICT (event_id) DO UPDATE SET capacity = event_seats.capacity`,
  )
  const rows = await rowsOf<CorrectedCounter>(
    connection,
    sql`UPDATE event_seats SET (capacity, taken, waitlisted) = (true_counts.c, true_counts.t, true_counts.w)
        FROM event_seats earlier, (
          SELECT events.id, max_participants::int AS c,
                 coalesce(sum(seats) FILTER (WHERE state = 'confirmed'), 0)::int AS t,
                 count(registrations.id) FILTER (WHERE state = 'waitlisted')::int AS w
          FROM events LEFT JOIN registrations ON event_id = events.id
          WHERE events.id = ${eventId}::int GROUP BY events.id
        ) AS true_counts
        WHERE event_seats.event_id = true_counts.id AND earlier.event_id = true_counts.id
          AND (event_seats.capacity, event_seats.taken, event_seats.waitlisted) IS DISTINCT FROM
            (true_counts.c, true_counts.t, true_counts.w)
        RETURNING event_seats.event_id AS "eventId",
          json_build_object('capacity', earlier.capacity, 'taken', earlier.taken,
            'waitlisted', earlier.waitlisted) AS before,
          json_build_object('capacity', event_seats.capacity, 'taken', event_seats.taken,
            'waitlisted', event_seats.waitlisted) AS after`,
  )
  return rows[0]
}
