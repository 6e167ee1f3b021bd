import type { Connection } from '../../database/connection.ts'
import { endBefore, startAt } from './changeRule.ts'
import { type OccurrenceRow, placeOccurrences } from './queries/occurrences.ts'
import { insertSeries, type SeriesRule, updateSeries } from './queries/series.ts'

/**
 * The events from a slot on become a series of their own; the old one ends before it. The first of a series
 * is followed by all of it: nothing is split.
 */
export async function splitAt(
  connection: Connection,
  series: SeriesRule,
  occurrences: OccurrenceRow[],
  slot: string,
) {
  const following = occurrences.filter((each) => each.slot >= slot)
  if (following.length === occurrences.length) return { series, occurrences }
  const { createdBy, title } = series
  const begun = { ...startAt(series, slot), title, createdBy }
  const id = await insertSeries(connection, begun)
  await placeOccurrences(connection, id, following)
  const exdates = series.exdates.filter((day) => !begun.exdates.includes(day))
  await updateSeries(connection, { ...series, rrule: endBefore(series, slot), exdates })
  const moved = following.map((each) => ({ ...each, seriesId: id }))
  return { series: { ...begun, id }, occurrences: moved }
}
