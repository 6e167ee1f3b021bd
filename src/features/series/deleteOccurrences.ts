import { Forbidden, type PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { isStaff } from '../../shared/access/isStaff.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { endBefore } from './changeRule.ts'
import { dayOf } from './localTime.ts'
import { namesOf } from './namedOccurrence.ts'
import { deleteInBulk } from './queries/bulkDelete.ts'
import { type OccurrenceRow, occurrencesOf, seriesOf } from './queries/occurrences.ts'
import { lockSeries, type SeriesRule, updateSeries } from './queries/series.ts'
import type { Scope } from './scope.ts'

/** The events that a deletion takes with it. */
function reachedBy(scope: Scope, all: OccurrenceRow[], deleted: OccurrenceRow): OccurrenceRow[] {
  if (scope === 'this') return [deleted]
  return scope === 'all' ? all : all.filter(({ slot }) => slot >= deleted.slot)
}

/** @throws {Refusal} 409 when somebody is registered for one of them: then none is deleted */
function checkNobodyRegistered(occurrences: OccurrenceRow[]) {
  const registered = occurrences.filter(({ live }) => live > 0)
  if (registered.length === 0) return
  throw new Refusal(
    409,
    'event_has_registrations',
    `These events have registrations: ${namesOf(registered)}. Cancel them instead of deleting them. Nothing was deleted.`,
  )
}

/** The series without the events that are being deleted, so that it does not make them again. */
const shortened = (series: SeriesRule, scope: Scope, { slot }: OccurrenceRow): SeriesRule =>
  scope === 'this'
    ? { ...series, exdates: [...new Set([...series.exdates, dayOf(slot)])].sort() }
    : { ...series, rrule: endBefore(series, slot) }

/**
 * Deletes events of a series, as the caller, and leaves their series alone. Nobody is registered for them.
 *
 * @throws {Forbidden} for an event that the caller may not delete
 */
export async function deleteOthers(req: PayloadRequest, occurrences: OccurrenceRow[]) {
  const isOwn = ({ createdBy }: OccurrenceRow) => createdBy === req.user?.id
  if (!isStaff({ req }) && !occurrences.every(isOwn)) throw new Forbidden(req.t)
  const ids = occurrences.map(({ id }) => id)
  if (ids.length > 0) await deleteInBulk(await connectionOf(req), ids)
}

/**
 * Takes an event out of its series before it is deleted: with the later ones, or with all, as the scope says.
 * The seats of all these events are locked.
 *
 * @returns the id of a series that has no event after the deletion
 * @throws {Refusal} 409 when one of the events has registrations
 */
export async function deleteOccurrences(
  req: PayloadRequest,
  eventId: number,
  scope: Scope,
): Promise<number | undefined> {
  const connection = await connectionOf(req)
  const seriesId = await seriesOf(connection, eventId)
  if (seriesId === undefined) return undefined
  const series = await lockSeries(connection, seriesId)
  const all = await occurrencesOf(connection, seriesId)
  const deleted = all.find(({ id }) => id === eventId)
  if (!series || !deleted) return undefined
  const reached = reachedBy(scope, all, deleted)
  if (scope !== 'this') checkNobodyRegistered(reached)
  if (reached.length < all.length) {
    await updateSeries(connection, shortened(series, scope, deleted))
  }
  await deleteOthers(
    req,
    reached.filter(({ id }) => id !== eventId),
  )
  return reached.length < all.length ? undefined : seriesId
}
