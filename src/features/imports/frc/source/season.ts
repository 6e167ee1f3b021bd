import { DateTime } from 'luxon'

/**
 * The season of a list of events: the year in which most of them start. A season lies within one
 * calendar year, so a row of another year is a slip of the pen. Undefined without any event.
 */
export function seasonOf(years: number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const year of years) counts.set(year, (counts.get(year) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/**
 * The whole weeks from one season to another. All events move by the same number, so each keeps its
 * weekday and its distance to the others; a date lands at most half a week from where it was.
 */
export function weeksBetween(from: number, to: number): number {
  const newYear = (year: number) => DateTime.utc(year, 1, 1)
  return Math.round(newYear(to).diff(newYear(from), 'weeks').weeks)
}
