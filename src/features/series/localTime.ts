import { Temporal } from 'temporal-polyfill'

/**
 * Local times of a venue without their zone, as text: `2031-05-03T18:00:00`. A series counts in them, because
 * a meeting at 18:00 is at 18:00 in summer and in winter.
 */

/** The local time of an instant (ISO 8601) in a zone. */
export const toLocal = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString()

/**
 * The instant of a local time, as ISO 8601 in UTC. A time that occurs twice is the first one; one that the
 * clocks skip is read with the offset before the change (RFC 5545, 3.3.5).
 */
export const toInstant = (local: string, zone: string): string => {
  const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, {
    disambiguation: 'compatible',
  })
  return new Date(zoned.epochMilliseconds).toISOString()
}

/** Milliseconds from one local time to another, on a clock that is never changed. */
export const localMs = (from: string, to: string): number =>
  Date.parse(`${to}Z`) - Date.parse(`${from}Z`)

/** The local time that is so many milliseconds later on such a clock. */
export const moveLocal = (local: string, ms: number): string =>
  Temporal.PlainDateTime.from(local).add({ milliseconds: ms }).toString()

/** The day of a local time: `2031-05-03`. */
export const dayOf = (local: string): string => local.slice(0, 10)

/** The day that is so many days later. */
export const moveDay = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

/** The whole days between the days of two local times. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(dayOf(from)).until(dayOf(to), { largestUnit: 'days' }).days

/** The instant that is so many years later. */
export const addYears = (instant: Date, years: number): Date => {
  const later = new Date(instant)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
