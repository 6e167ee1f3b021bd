/** A day, or an instant, in ISO 8601: `2027-01-05`, `2027-01-05T10:00:00Z`, with a sign for far years. */
const isoDate =
  /^([+-]\d{2})?\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * Why a text cannot be a date; undefined when it can, and for all other values. JavaScript reads
 * `05/01/2027` and `5.1.2027` both as the first of May, which half of the world does not mean.
 */
export const dateFormatProblem = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && !isoDate.test(value.trim())
    ? 'Enter a date in ISO 8601, such as 2027-01-05T10:00:00Z'
    : undefined

/** Whether a text is a day alone, without a time: `2027-01-05`. */
export const isDay = (text: string): boolean => /^\s*\d{4}-\d{2}-\d{2}\s*$/.test(text)

/** Whether a day exists. JavaScript reads 30 February as 2 March. */
export function isOnCalendar(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

/** Whether a value is a day alone, and one that exists. */
export const isCalendarDay = (value: unknown): value is string =>
  typeof value === 'string' && isDay(value) && isOnCalendar(value.trim())

/** The milliseconds of a day in UTC, which has no summer time. */
export const dayMs = 24 * 60 * 60 * 1000
