import type { PayloadRequest } from 'payload'

import { type Connection, inTransaction } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { relatedId } from '../../shared/documentId.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { checkOwnEvents } from '../accounts/public.ts'
import { waitForAllSeatsLock } from '../registrations/public.ts'
import { deleteOthers } from './deleteOccurrences.ts'
import { lockOccurrences } from './lockOccurrences.ts'
import { namesOf } from './namedOccurrence.ts'
import { datesAt } from './occurrenceDates.ts'
import { planOccurrences } from './planOccurrences.ts'
import {
  insertCopies,
  type OccurrenceRow,
  occurrencesOf,
  placeOccurrences,
} from './queries/occurrences.ts'
import { lockSeries, type SeriesRule, updateSeries } from './queries/series.ts'
import {
  daysWithout,
  findOwnEvent,
  type RepeatedSeries,
  type Repetition,
  ruleTextOf,
} from './repeatEvent.ts'
import { withRuleErrors } from './ruleErrors.ts'
import { splitAt } from './splitSeries.ts'

/** @throws {Refusal} 409 when somebody is registered for an event that the new rule does not have */
function checkNobodyLost(removed: OccurrenceRow[]) {
  const registered = removed.filter(({ live }) => live > 0)
  if (registered.length === 0) return
  throw new Refusal(
    409,
    'event_has_registrations',
    `The new rule leaves out events that have registrations: ${namesOf(registered)}. Cancel or move them first. Nothing was changed.`,
  )
}

const isOver = ({ endDate }: OccurrenceRow, now: Date) => new Date(endDate) <= now

/** Makes the events of a series those of its rule. Events whose local start it keeps are not touched. */
async function reconcile(
  req: PayloadRequest,
  connection: Connection,
  { series, occurrences }: { series: SeriesRule; occurrences: OccurrenceRow[] },
  event: Event,
): Promise<number> {
  const now = new Date()
  const slots = new Set(withRuleErrors(() => planOccurrences(series, now)))
  const left = occurrences.filter(({ id, slot }) => id !== event.id && !slots.has(slot))
  const removed = left.filter((each) => !isOver(each, now))
  checkNobodyLost(removed)
  // What is over stays, and is no event of the rule any more.
  const past = left.filter((each) => isOver(each, now))
  await placeOccurrences(
    connection,
    series.id,
    past.map((each) => ({ ...each, isException: true })),
  )
  await deleteOthers(req, removed)
  const known = new Set(occurrences.map(({ slot }) => slot))
  const added = [...slots].filter((slot) => !known.has(slot))
  if (added.length > 0) await checkOwnEvents(req, event, undefined, added.length)
  const dates = added.map((slot) => datesAt(event, slot))
  const original = { id: event.id, seriesId: series.id }
  await insertCopies(connection, original, dates, req.user?.id ?? null)
  return occurrences.length - removed.length + added.length
}

/**
 * Changes how a series repeats, from one of its events on. The events before stay a series of their own. Those
 * that the new rule has too keep their ids and registrations; others are deleted, and new ones made.
 *
 * @throws {Refusal} 404, 403, 409 for an event without a series, or when somebody is registered for an event
 *   that would go; {ValidationError} for a wrong rule
 */
export const changeRepetition = (
  req: PayloadRequest,
  id: number,
  { exdates, rrule }: Repetition,
): Promise<RepeatedSeries> =>
  inTransaction(req, async (connection) => {
    await waitForAllSeatsLock(connection)
    await lockOccurrences(connection, id, 'following')
    const event = await findOwnEvent(req, id)
    const series = event.series && (await lockSeries(connection, relatedId(event.series)))
    if (!series || !event.occurrence) {
      throw new Refusal(
        409,
        'not_in_series',
        'This event is not part of a series. Repeat it first.',
      )
    }
    const all = await occurrencesOf(connection, series.id)
    const begun = await splitAt(connection, series, all, event.occurrence)
    const { firstStart } = begun.series
    const changed = {
      ...begun.series,
      rrule: ruleTextOf(rrule),
      exdates: exdates ? daysWithout(exdates, firstStart) : begun.series.exdates,
    }
    await updateSeries(connection, changed)
    const occurrences = await reconcile(req, connection, { ...begun, series: changed }, event)
    return { id: changed.id, rrule: changed.rrule, occurrences }
  })
