import type { PayloadRequest } from 'payload'

import { type Connection, connectionOf } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { relatedId } from '../../shared/documentId.ts'
import { moveSeries } from './changeRule.ts'
import { moveLocal } from './localTime.ts'
import { withName } from './namedOccurrence.ts'
import { changedContent, type DateMoves, dateMoves, movedDates } from './occurrenceChanges.ts'
import { type OccurrenceRow, occurrencesOf, placeOccurrences } from './queries/occurrences.ts'
import { lockSeries, type SeriesRule, updateSeries } from './queries/series.ts'
import { withRuleErrors } from './ruleErrors.ts'
import type { Scope } from './scope.ts'
import { seriesRequest } from './seriesRequest.ts'
import { splitAt } from './splitSeries.ts'

export interface SeriesChange {
  /** The event before and after its own change, which is done. */
  before: Event
  after: Event
  scope: Scope
}

/** What another occurrence gets; undefined when nothing of it changes. */
function changesFor(
  occurrence: OccurrenceRow,
  { before, after }: SeriesChange,
  content: Partial<Event>,
  moves: DateMoves,
): Partial<Event> | undefined {
  // A date that was cancelled by itself stays cancelled when the others are published.
  const followsStatus = after.status === 'cancelled' || occurrence.status === before.status
  const isOther = before.status !== after.status && occurrence.status !== after.status
  const status = isOther && followsStatus ? { status: after.status } : {}
  const data: Partial<Event> = { ...content, ...status, ...movedDates(occurrence, moves) }
  return Object.keys(data).length > 0 ? data : undefined
}

/** @returns the ids of the events that were changed */
async function changeOthers(
  req: PayloadRequest,
  occurrences: OccurrenceRow[],
  change: SeriesChange,
): Promise<Set<number>> {
  const { before, after } = change
  const { flattenedFields } = req.payload.collections.events.config
  const content = changedContent(flattenedFields, before, after)
  const moves = dateMoves(before, after)
  const inner = await seriesRequest(req)
  const now = new Date()
  const changed = new Set<number>()
  for (const occurrence of occurrences) {
    const isOver = new Date(occurrence.endDate) <= now
    if (occurrence.id === after.id || isOver) continue
    const data = changesFor(occurrence, change, content, moves)
    changed.add(occurrence.id)
    if (!data) continue
    await withName(occurrence, () =>
      req.payload.update({
        collection: 'events',
        id: occurrence.id,
        data,
        depth: 0,
        overrideAccess: false,
        overrideLock: true,
        req: inner,
      }),
    )
  }
  return changed
}

/** Moves the rule with its events. Events that are over keep their dates, and differ from their series now. */
async function moveRule(
  connection: Connection,
  { series, occurrences }: { series: SeriesRule; occurrences: OccurrenceRow[] },
  { before, after }: SeriesChange,
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
  const { after, before, scope } = change
  if (!before.series || !before.occurrence) return undefined
  const connection = await connectionOf(req)
  const series = await lockSeries(connection, relatedId(before.series))
  if (!series) return undefined
  const all = await occurrencesOf(connection, series.id)
  const reached =
    scope === 'following'
      ? await splitAt(connection, series, all, before.occurrence)
      : { series, occurrences: all }
  const changed = await changeOthers(req, reached.occurrences, { before, after, scope })
  await moveRule(connection, reached, change, changed)
  return reached.series.id
}
