import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Reminder } from '../reminderRules.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface ReminderCandidate {
  registrationId: number
  eventId: number
  userId: number
  startDate: string
  registeredAt: string
  /** Of the attendee. */
  zone: string
}

/** By this key a reminder is sent once; another start is another reminder. */
export const reminderKey = (reminder: Reminder, registrationId: number, startDate: string) =>
  `${reminder}:${registrationId}:${new Date(startDate).getTime()}`

const wanted: Record<Reminder, ReturnType<typeof sql>> = {
  reminderDay: sql`remind_day_before`,
  reminderHour: sql`remind_hour_before`,
}

/** The longest time before the start at which a reminder may be due: a day may have 25 hours. */
const horizon: Record<Reminder, string> = { reminderDay: '26 hours', reminderHour: '1 hour' }

/**
 * Who holds a place in what begins soon and was not sent this reminder, nor is about to be. Whether
 * it is due is for `isDue` to say.
 */
export async function reminderCandidates(
  connection: Connection,
  reminder: Reminder,
  now: Date,
): Promise<ReminderCandidate[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  // As `reminderKey` writes it.
  const key = sql`${reminder} || ':' || registrations.id || ':' ||
    (extract(epoch FROM start_date) * 1000)::bigint`
  return rowsOf<ReminderCandidate>(
    connection,
    sql`SELECT registrations.id AS "registrationId", events.id AS "eventId", users.id AS "userId",
               to_json(start_date) AS "startDate", to_json(registered_at) AS "registeredAt",
               users.timezone AS zone
        FROM events JOIN registrations ON event_id = events.id AND state = 'confirmed'
        JOIN users ON users.id = user_id
        WHERE events.status = 'published' AND ${wanted[reminder]} IS NOT FALSE
          AND start_date > ${at} AND start_date <= ${at} + ${horizon[reminder]}::interval
          AND users.suspended IS NOT TRUE AND users.mail_reminders IS NOT FALSE
          AND users.mail_failing_since IS NULL
          AND NOT EXISTS (SELECT FROM mail_deliveries WHERE mail_deliveries.key = ${key})
          AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs job
                          WHERE job.key = 'email:' || ${key})
        ORDER BY registrations.id LIMIT 20000`,
  )
}
