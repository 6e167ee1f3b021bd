import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateSeats } from '../../../cache/invalidation/tracker.ts'
import { type Connection, countChanged, idsOf } from '../../../database/connection.ts'
import { lockEventSeats } from './seats.ts'

/**
 * The ids of events that have ended and still have waitlisted or offered registrations. The indexes of
 * these registrations are read, not those of all past events.
 */
export async function endedEventsWithWaitlist(
  connection: Connection,
  now: Date,
): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT id FROM events
        WHERE end_date <= ${now.toISOString()}::timestamptz AND id IN (
          SELECT event_id FROM registrations WHERE state = 'waitlisted'
          UNION SELECT event_id FROM registrations WHERE state = 'offered')
        ORDER BY id`,
  )
}

/** Cancels an event's waitlisted and offered registrations, in the caller's transaction. @returns how many */
export async function closeWaitlist(
  connection: Connection,
  eventId: number,
  { reason, now }: { reason: string; now: Date },
): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`
  await lockEventSeats(connection, eventId)
  const cancelled = await countChanged(
    connection,
    sql`UPDATE registrations SET state = 'cancelled', cancelled_at = ${at}, updated_at = ${at},
               cancel_reason = ${reason}
        WHERE event_id = ${eventId}::int AND state IN ('waitlisted', 'offered')`,
  )
  invalidateSeats(connection, [eventId])
  return cancelled
}
