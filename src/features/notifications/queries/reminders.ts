import { sql } from '@payloadcms/db-postgres/drizzle'

import type { ReminderKind } from '../reminderRules.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface ReminderCandidate {
  registrationId: number
  eventId: number
  userId: number
  startDate: string
  registeredAt: string
  /** The attendee's time zone (IANA). */
  zone: string
  /** The key under which this reminder is sent once. A new start of the event gives a new key. */
  key: string
}

const enabledColumn: Record<ReminderKind, ReturnType<typeof sql>> = {
  reminderDay: sql`remind_day_before`,
  reminderHour: sql`remind_hour_before`,
}

/** The longest time before the start at which a reminder can be due: a day may have 25 hours. */
const horizon: Record<ReminderKind, string> = { reminderDay: '26 hours', reminderHour: '1 hour' }

/**
 * The confirmed registrations for events that begin soon, without those whose reminder was sent or is
 * queued. `isDue` decides which of them are due.
 */
export async function reminderCandidates(
  connection: Connection,
  reminder: ReminderKind,
  now: Date,
): Promise<ReminderCandidate[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const key = sql`${reminder} || ':' || registrations.id || ':' ||
    (extract(epoch FROM start_date) * 1000)::bigint`
  return rowsOf<ReminderCandidate>(
    connection,
    sql`SELECT registrations.id AS "registrationId", events.id AS "eventId", users.id AS "userId",
               to_json(start_date) AS "startDate", to_json(registered_at) AS "registeredAt",
               users.timezone AS zone, ${key} AS key
        FROM events JOIN registrations ON event_id = events.id AND state = 'confirmed'
        JOIN users ON users.id = user_id
        WHERE events.status = 'published' AND ${enabledColumn[reminder]} IS NOT FALSE
          AND start_date > ${at} AND start_date <= ${at} + ${horizon[reminder]}::interval
          AND users.suspended IS NOT TRUE AND users.mail_reminders IS NOT FALSE
          AND users.mail_failing_since IS NULL
          AND NOT EXISTS (SELECT FROM mail_deliveries WHERE mail_deliveries.key = ${key})
          AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs job
                          WHERE job.key = 'email:' || ${key})
        ORDER BY registrations.id LIMIT 20000`,
  )
}
