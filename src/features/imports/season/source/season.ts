import { DateTime } from 'luxon'

/**
 * The season of a list of events: the one in which most of them start. A list has one season, so a row
 * of another one is a mistake. Undefined when there are no events.
 */
export function seasonOf(years: number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const year of years) counts.set(year, (counts.get(year) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/**
 * The whole weeks from one season to another. All events move by the same number of weeks, so each
 * keeps its weekday and its distance to the others. A date moves by at most half a week in its year.
 */
export function weeksBetween(from: number, to: number): number {
  const newYear = (year: number) => DateTime.utc(year, 1, 1)
  return Math.round(newYear(to).diff(newYear(from), 'weeks').weeks)
}
