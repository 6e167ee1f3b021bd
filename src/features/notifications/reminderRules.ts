import { DateTime } from 'luxon'

/** The reminders that an attendee gets: a day and an hour before an event. */
export const reminderKinds = ['reminderDay', 'reminderHour'] as const
export type ReminderKind = (typeof reminderKinds)[number]

const zoned = (instant: Date, zone: string) => {
  const inZone = DateTime.fromJSDate(instant, { zone })
  return inZone.isValid ? inZone : DateTime.fromJSDate(instant, { zone: 'utc' })
}

/**
 * The instant at which a reminder is due. An hour before is sixty minutes. A day before is the same
 * local time in the attendee's zone, even when that day has 23 or 25 hours.
 */
const dueAt = (reminder: ReminderKind, startDate: Date, zone: string): Date =>
  zoned(startDate, zone)
    .minus(reminder === 'reminderDay' ? { days: 1 } : { hours: 1 })
    .toJSDate()

/**
 * The instant after which a late reminder is useless: for the day, twelve hours before the start; for
 * the hour, the start.
 */
const usefulUntil = (reminder: ReminderKind, startDate: Date): Date =>
  reminder === 'reminderDay' ? new Date(startDate.getTime() - 12 * 3_600_000) : startDate

/** Whether a reminder is due now. Attendees who registered after its due time need none. */
export function isDue(
  reminder: ReminderKind,
  { startDate, registeredAt, zone }: { startDate: Date; registeredAt: Date; zone: string },
  now: Date,
): boolean {
  const due = dueAt(reminder, startDate, zone)
  return registeredAt < due && due <= now && now < usefulUntil(reminder, startDate)
}
