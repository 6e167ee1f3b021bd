import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { type Connection, inTransaction } from '../../database/connection.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { checkOwnEvents } from '../accounts/public.ts'
import { waitForAllSeatsLock } from '../registrations/public.ts'
import { datesAt } from './occurrenceDates.ts'
import { laterSlots, maxOccurrences } from './planOccurrences.ts'
import { insertCopies, type OccurrenceRow, occurrencesOf } from './queries/occurrences.ts'
import { lockSeries, type SeriesRule } from './queries/series.ts'

/** The event that new ones are copied from: the last one that is as its series. */
const templateOf = (occurrences: OccurrenceRow[]): OccurrenceRow | undefined =>
  occurrences.findLast(({ isException }) => !isException) ?? occurrences.at(-1)

/** The local starts that a series lacks, up to a year ahead. */
function missingSlots(series: SeriesRule, occurrences: OccurrenceRow[], now: Date): string[] {
  const ahead = occurrences.filter(({ startDate }) => new Date(startDate) > now).length
  const last = occurrences.at(-1)
  if (!last || ahead >= maxOccurrences) return []
  return laterSlots(series, last.slot, now).slice(0, maxOccurrences - ahead)
}

/** The request of an event's owner, whose limits count for new events; undefined for a suspended one. */
async function requestOfOwner(
  { payload, transactionID }: PayloadRequest,
  owner: number | null,
): Promise<PayloadRequest | undefined> {
  if (owner === null) return createLocalReq({ req: { transactionID } }, payload)
  const user = await payload.findByID({
    collection: 'users',
    id: owner,
    depth: 0,
    overrideAccess: true,
    req: { transactionID },
  })
  if (user.suspended) return undefined
  return createLocalReq({ user: { ...user, collection: 'users' }, req: { transactionID } }, payload)
}

async function grow(
  req: PayloadRequest,
  connection: Connection,
  seriesId: number,
  now: Date,
): Promise<number> {
  // As creating an event does, before it locks anything.
  await waitForAllSeatsLock(connection)
  const series = await lockSeries(connection, seriesId)
  if (!series) return 0
  const occurrences = await occurrencesOf(connection, seriesId)
  const template = templateOf(occurrences)
  const slots = missingSlots(series, occurrences, now)
  if (!template || template.status === 'cancelled' || slots.length === 0) return 0
  const ownerReq = await requestOfOwner(req, template.createdBy)
  if (!ownerReq) return 0
  const event = await req.payload.findByID({
    collection: 'events',
    id: template.id,
    depth: 0,
    overrideAccess: true,
    req,
  })
  await checkOwnEvents(ownerReq, event, undefined, slots.length)
  const dates = slots.map((slot) => datesAt(template, slot))
  await insertCopies(connection, { id: template.id, seriesId }, dates, null)
  return slots.length
}

/**
 * Makes the events of an endless series a year ahead. Nothing is made for a series whose last event is
 * cancelled, or whose owner is suspended or may own no more events. It may run on many servers at once.
 *
 * @returns how many events it has made
 */
export async function growSeries(payload: Payload, seriesId: number, now: Date): Promise<number> {
  const req = await createLocalReq({}, payload)
  try {
    return await inTransaction(req, (connection) => grow(req, connection, seriesId, now))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    payload.logger.warn({ msg: `Series ${seriesId} does not grow: ${error.message}`, seriesId })
    return 0
  }
}
