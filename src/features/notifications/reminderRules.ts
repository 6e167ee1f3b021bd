import { DateTime } from 'luxon'

/** How long before an event a reminder can be sent. */
export const reminders = ['reminderDay', 'reminderHour'] as const
export type Reminder = (typeof reminders)[number]

const zoned = (instant: Date, zone: string) => {
  const inZone = DateTime.fromJSDate(instant, { zone })
  return inZone.isValid ? inZone : DateTime.fromJSDate(instant, { zone: 'utc' })
}

/**
 * When a reminder is due: an hour before is sixty minutes; a day before is the same time by the clock
 * of the attendee, even when that day has 23 hours or 25.
 */
const dueAt = (reminder: Reminder, startDate: Date, zone: string): Date =>
  zoned(startDate, zone)
    .minus(reminder === 'reminderDay' ? { days: 1 } : { hours: 1 })
    .toJSDate()

/**
 * Until when one that is late still helps: that of the day until half a day before the start, that
 * of the hour until the start.
 */
const lastAt = (reminder: Reminder, startDate: Date): Date =>
  reminder === 'reminderDay' ? new Date(startDate.getTime() - 12 * 3_600_000) : startDate

/** Whether somebody is to be reminded now. Who registered later than that knows anyway. */
export function isDue(
  reminder: Reminder,
  { startDate, registeredAt, zone }: { startDate: Date; registeredAt: Date; zone: string },
  now: Date,
): boolean {
  const due = dueAt(reminder, startDate, zone)
  return registeredAt < due && due <= now && now < lastAt(reminder, startDate)
}
