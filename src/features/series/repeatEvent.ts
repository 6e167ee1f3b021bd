import type { PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { isStaff } from '../../shared/access/isStaff.ts'
import { relatedId } from '../../shared/documentId.ts'
import { forbidden, notFound, Refusal } from '../../shared/errors/Refusal.ts'
import { checkOwnEvents } from '../accounts/public.ts'
import { lockEventSeats, waitForAllSeatsLock } from '../registrations/public.ts'
import { toLocal, dayOf } from './localTime.ts'
import { datesAt } from './occurrenceDates.ts'
import { planOccurrences, type Recurrence } from './planOccurrences.ts'
import { insertCopies, joinSeries } from './queries/occurrences.ts'
import { insertSeries } from './queries/series.ts'
import { partsOf, textOf } from './recurrenceRule.ts'
import { invalid, withRuleErrors } from './ruleErrors.ts'

/** What an organiser says about how an event repeats. */
export interface Repetition {
  rrule: string
  /** Days without an event, such as `2031-05-10`. */
  exdates?: string[]
}

export interface RepeatedSeries {
  id: number
  rrule: string
  occurrences: number
}

/** The excluded days in order, each once. @throws {ValidationError} for the day of the event itself */
export function daysWithout(exdates: string[] | undefined, firstStart: string): string[] {
  const days = [...new Set(exdates)].sort()
  if (days.includes(dayOf(firstStart))) {
    throw invalid('exdates', 'The event itself begins on this day. Delete or move it instead.')
  }
  return days
}

/** A rule in one notation. @throws {ValidationError} for what is no rule */
export const ruleTextOf = (rrule: string): string => withRuleErrors(() => textOf(partsOf(rrule)))

/** How an event would repeat. @throws {ValidationError} for a wrong rule or day */
function recurrenceOf(
  event: Pick<Event, 'startDate' | 'timezone'>,
  { exdates, rrule }: Repetition,
): Recurrence {
  const firstStart = toLocal(event.startDate, event.timezone)
  return {
    rrule: ruleTextOf(rrule),
    exdates: daysWithout(exdates, firstStart),
    timezone: event.timezone,
    firstStart,
  }
}

/** The event, for somebody who may change it. @throws {Refusal} 404, 403 */
export async function findOwnEvent(req: PayloadRequest, id: number): Promise<Event> {
  const event = await req.payload.findByID({
    collection: 'events',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
  })
  if (!event) throw notFound()
  const isOwner = event.createdBy && relatedId(event.createdBy) === req.user?.id
  if (!isStaff({ req }) && !isOwner) throw forbidden()
  return event
}

function checkRepeatable({ series, status }: Event) {
  if (series) {
    throw new Refusal(409, 'already_in_series', 'This event is part of a series already.')
  }
  if (status === 'cancelled') {
    throw new Refusal(409, 'event_cancelled', 'A cancelled event cannot repeat.')
  }
}

/**
 * Makes an event the first of a series, and its further occurrences, in one transaction. Each is an event of
 * its own with the same content, as a draft or published as the first one is. Registrations stay with it.
 *
 * @throws {Refusal} 404, 403, 409 for an event of a series or a cancelled one, or too many events of the
 *   account; {ValidationError} for a wrong rule
 */
export const repeatEvent = (
  req: PayloadRequest,
  id: number,
  repetition: Repetition,
): Promise<RepeatedSeries> =>
  inTransaction(req, async (connection) => {
    // As creating an event does, before it locks anything.
    await waitForAllSeatsLock(connection)
    await lockEventSeats(connection, id)
    const event = await findOwnEvent(req, id)
    checkRepeatable(event)
    const recurrence = recurrenceOf(event, repetition)
    const [first, ...later] = withRuleErrors(() => planOccurrences(recurrence, new Date()))
    await checkOwnEvents(req, event, undefined, later.length)
    const createdBy = event.createdBy ? relatedId(event.createdBy) : null
    const seriesId = await insertSeries(connection, {
      ...recurrence,
      title: event.title,
      createdBy,
    })
    await joinSeries(connection, id, { seriesId, slot: first! })
    const dates = later.map((slot) => datesAt(event, slot))
    await insertCopies(connection, { id, seriesId }, dates, req.user?.id ?? null)
    return { id: seriesId, rrule: recurrence.rrule, occurrences: later.length + 1 }
  })
