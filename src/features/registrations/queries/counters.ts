import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'

interface Counters {
  capacity: number
  taken: number
  held: number
  offered: number
  waitlisted: number
}

export interface CorrectedCounter {
  eventId: number
  before: Counters
  after: Counters
}

/** A range of the ids of events, both ends included. */
export interface EventRange {
  from: number
  to: number
}

/** The correct counters of the events in a range. */
const trueCounters = ({ from, to }: EventRange) => {
  const inRange = (id: string) => sql`${sql.raw(id)} BETWEEN ${from}::int AND ${to}::int`
  return sql`
    SELECT id AS event_id, max_participants::int AS capacity, coalesce(taken, 0)::int AS taken,
           coalesce(held, 0)::int AS held, coalesce(offered, 0)::int AS offered,
           coalesce(waitlisted, 0)::int AS waitlisted
    FROM events LEFT JOIN (
      SELECT event_id, sum(seats) FILTER (WHERE state IN ('confirmed', 'offered')) AS taken,
             sum(seats) FILTER (WHERE state = 'offered') AS offered,
             count(*) FILTER (WHERE state = 'waitlisted') AS waitlisted
      FROM registrations WHERE ${inRange('event_id')} GROUP BY event_id
    ) registered ON registered.event_id = events.id
    LEFT JOIN (
      SELECT event_id, sum(seats) AS held FROM seat_holds WHERE ${inRange('event_id')}
      GROUP BY event_id
    ) holds ON holds.event_id = events.id
    WHERE ${inRange('events.id')}`
}

const differ = sql`
  (event_seats.capacity, event_seats.taken, event_seats.held, event_seats.offered, event_seats.waitlisted)
  IS DISTINCT FROM (truth.capacity, truth.taken, truth.held, truth.offered, truth.waitlisted)`

/** The highest id of an event; 0 without events. */
export async function lastEventId(connection: Connection): Promise<number> {
  const [row] = await rowsOf<{ last: number }>(
    connection,
    sql`SELECT coalesce(max(id), 0) AS last FROM events`,
  )
  return row!.last
}

/** The events in a range whose counters seem to differ from their registrations; read without a lock. */
export async function suspectCounters(
  connection: Connection,
  range: EventRange,
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT truth.event_id AS id
        FROM (${trueCounters(range)}) truth LEFT JOIN event_seats USING (event_id)
        WHERE ${differ} ORDER BY id`,
  )
}

const countersOf = (table: 'earlier' | 'event_seats') =>
  sql.raw(
    `json_build_object(${['capacity', 'taken', 'held', 'offered', 'waitlisted']
      .map((name) => `'${name}', ${table}.${name}`)
      .join(', ')})`,
  )

/**
 * Counts an event's registrations and holds under its lock, in the caller's transaction, and corrects
 * the counters when they differ.
 *
 * @returns the counters before and after; undefined when they were correct
 * @throws the database's error when more seats are taken and held than the event has
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
    sql`UPDATE event_seats SET (capacity, taken, held, offered, waitlisted)
          = (truth.capacity, truth.taken, truth.held, truth.offered, truth.waitlisted)
        FROM event_seats earlier, (${trueCounters({ from: eventId, to: eventId })}) truth
        WHERE event_seats.event_id = ${eventId}::int AND truth.event_id = event_seats.event_id
          AND earlier.event_id = event_seats.event_id AND ${differ}
        RETURNING event_seats.event_id AS "eventId", ${countersOf('earlier')} AS before,
          ${countersOf('event_seats')} AS after`,
  )
  invalidateSeats(connection, [eventId])
  return rows[0]
}
