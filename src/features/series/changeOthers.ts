import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import type { Event } from '../../payload-types.ts'
import { isStaff } from '../../shared/access/isStaff.ts'
import { scheduleProblems } from '../events/public.ts'
import { promoteWaitlist } from '../registrations/public.ts'
import { withName } from './namedOccurrence.ts'
import { changedContent, type DateMoves, dateMoves, movedDates } from './occurrenceChanges.ts'
import { changeInBulk } from './queries/bulkChange.ts'
import type { OccurrenceRow } from './queries/occurrences.ts'
import { seriesRequest } from './seriesRequest.ts'

/** An event before and after its own change, which is done. */
export interface EventChange {
  before: Event
  after: Event
}

interface Others extends EventChange {
  occurrences: OccurrenceRow[]
  content: Partial<Event>
  moves: DateMoves
}

/** The most bytes of new texts that are written without a look at what the account owns. */
const maxUncheckedBytes = 1_000_000

/**
 * Whether the rules for a single event can refuse nothing of this change, so that one statement may write it.
 * They have judged the edited event. Another one can differ in its owner, its registrations and its dates.
 */
function isSimple(req: PayloadRequest, { after, before, content, moves, occurrences }: Others) {
  const isOwn = isStaff({ req }) || occurrences.every(({ createdBy }) => createdBy === req.user?.id)
  const { flattenedFields } = req.payload.collections.events.config
  const hasColumn = (name: string) =>
    flattenedFields.some((field) => field.name === name && !('hasMany' in field && field.hasMany))
  const bytes = Buffer.byteLength(JSON.stringify(content)) * occurrences.length
  return (
    isOwn &&
    Object.keys(content).every(hasColumn) &&
    bytes <= maxUncheckedBytes &&
    before.status === after.status &&
    after.maxParticipants >= before.maxParticipants &&
    occurrences.every(
      (each) => scheduleProblems({ ...each, ...movedDates(each, moves) }).length === 0,
    )
  )
}

async function changeAtOnce(req: PayloadRequest, { after, content, moves, occurrences }: Others) {
  const connection = await connectionOf(req)
  const dates = occurrences.map((each) => ({ id: each.id, ...movedDates(each, moves) }))
  const fields = Object.keys(content)
  await changeInBulk(req.payload, connection, {
    from: after.id,
    fields,
    dates,
    updatedBy: req.user?.id ?? null,
  })
  // More seats or other rules of the waitlist may let somebody in.
  for (const { id, waitlisted } of occurrences) {
    if (waitlisted > 0) await promoteWaitlist(connection, id, new Date())
  }
}

/** What another occurrence gets; undefined when nothing of it changes. */
function changesFor(
  occurrence: OccurrenceRow,
  { after, before, content, moves }: Others,
): Partial<Event> | undefined {
  // A date that was cancelled by itself stays cancelled when the others are published.
  const followsStatus = after.status === 'cancelled' || occurrence.status === before.status
  const isOther = before.status !== after.status && occurrence.status !== after.status
  const status = isOther && followsStatus ? { status: after.status } : {}
  const data: Partial<Event> = { ...content, ...status, ...movedDates(occurrence, moves) }
  return Object.keys(data).length > 0 ? data : undefined
}

/** Saves each event as if the caller had opened it, with all rules for a single event. */
async function changeEach(req: PayloadRequest, others: Others) {
  const inner = await seriesRequest(req)
  for (const occurrence of others.occurrences) {
    const data = changesFor(occurrence, others)
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
}

/** Whether any other event gets something: a save without changes says nothing about the others. */
const changesNothing = ({ after, before, content, moves }: Others) =>
  before.status === after.status &&
  Object.keys(content).length === 0 &&
  moves.start === 0 &&
  moves.end === 0 &&
  moves.timezone === before.timezone &&
  moves.registrationOpens === undefined &&
  moves.registrationCloses === undefined

/**
 * Changes the other events of a series as one of them was changed. Those that are over stay as they are.
 *
 * @returns the ids of the events that follow the change
 * @throws {ValidationError} {Refusal} {Forbidden} as the change of a single event does, with its day
 */
export async function changeOthers(
  req: PayloadRequest,
  all: OccurrenceRow[],
  { after, before }: EventChange,
): Promise<Set<number>> {
  const now = new Date()
  const occurrences = all.filter(({ endDate, id }) => id !== after.id && new Date(endDate) > now)
  const { flattenedFields } = req.payload.collections.events.config
  const content = changedContent(flattenedFields, before, after)
  const others: Others = { before, after, occurrences, content, moves: dateMoves(before, after) }
  if (occurrences.length > 0 && !changesNothing(others)) {
    await (isSimple(req, others) ? changeAtOnce(req, others) : changeEach(req, others))
  }
  return new Set(occurrences.map(({ id }) => id))
}
