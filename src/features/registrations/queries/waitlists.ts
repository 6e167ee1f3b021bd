import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'
import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'
import { lockEventSeats } from './seats.ts'

/** The events that are over and that somebody still waits for, or is offered a place in. */
export async function endedEventsWithWaitlist(
  connection: Connection,
  now: Date,
): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    connection,
    sql`SELECT events.id FROM events JOIN event_seats ON event_id = events.id
        WHERE waitlisted + offered > 0 AND end_date <= ${now.toISOString()}::timestamptz ORDER BY events.id`,
  )
  return rows.map(({ id }) => id)
}

/** Ends the waiting for an event, in the caller's transaction. @returns how many waited */
export async function closeWaitlist(
  connection: Connection,
  eventId: number,
  { reason, now }: { reason: string; now: Date },
): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`
  await lockEventSeats(connection, eventId)
  const waited = await countChanged(
    connection,
    sql`UPDATE registrations SET state = 'cancelled', cancelled_at = ${at}, updated_at = ${at},
               cancel_reason = ${reason}
        WHERE event_id = ${eventId}::int AND state IN ('waitlisted', 'offered')`,
  )
  invalidateSeats(connection, [eventId])
  return waited
}
