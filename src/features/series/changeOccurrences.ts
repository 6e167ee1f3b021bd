import type { PayloadRequest } from 'payload'

import { type Connection, connectionOf } from '../../database/connection.ts'
import { relatedId } from '../../shared/documentId.ts'
import { changeOthers, type EventChange } from './changeOthers.ts'
import { moveSeries } from './changeRule.ts'
import { moveLocal } from './localTime.ts'
import { dateMoves } from './occurrenceChanges.ts'
import { type OccurrenceRow, occurrencesOf, placeOccurrences } from './queries/occurrences.ts'
import { lockSeries, type SeriesRule, updateSeries } from './queries/series.ts'
import { withRuleErrors } from './ruleErrors.ts'
import type { Scope } from './scope.ts'
import { splitAt } from './splitSeries.ts'

interface SeriesChange extends EventChange {
  scope: Scope
}

/** Moves the rule with its events. Events that are over keep their dates, and differ from their series now. */
async function moveRule(
  connection: Connection,
  { series, occurrences }: { series: SeriesRule; occurrences: OccurrenceRow[] },
  { before, after }: EventChange,
  changed: Set<number>,
) {
  const { start, timezone } = dateMoves(before, after)
  const isMoved = start !== 0 || timezone !== series.timezone
  const recurrence = isMoved
    ? withRuleErrors(() => moveSeries(series, start, timezone), 'startDate')
    : series
  await updateSeries(connection, {
    ...series,
    ...recurrence,
    title: before.title === after.title ? series.title : after.title,
    createdBy: after.createdBy ? relatedId(after.createdBy) : null,
  })
  await placeOccurrences(
    connection,
    series.id,
    occurrences.map(({ id, isException, slot }) => ({
      id,
      slot: moveLocal(slot, start),
      isException: isException || (id !== after.id && !changed.has(id)),
    })),
  )
}

/**
 * Changes the other events that a change of one event reaches, and their series. Those that are over stay as
 * they are. All in the caller's transaction; the seats of all these events are locked.
 *
 * @returns the id of the event's series, a new one after a split; undefined without a series
 * @throws {ValidationError} {Refusal} as the change of a single event does, with the day of the event
 */
export async function changeOccurrences(
  req: PayloadRequest,
  change: SeriesChange,
): Promise<number | undefined> {
  const { before, scope } = change
  if (!before.series || !before.occurrence) return undefined
  const connection = await connectionOf(req)
  const series = await lockSeries(connection, relatedId(before.series))
  if (!series) return undefined
  const all = await occurrencesOf(connection, series.id)
  const reached =
    scope === 'following'
      ? await splitAt(connection, series, all, before.occurrence)
      : { series, occurrences: all }
  const changed = await changeOthers(req, reached.occurrences, change)
  await moveRule(connection, reached, change, changed)
  return reached.series.id
}
