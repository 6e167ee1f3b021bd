import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import type { User } from '../../payload-types.ts'
import { repeatEvent } from '../series/public.ts'
import { isUntouched } from './queries.ts'
import { datesOf, registrationWindow } from './calendar.ts'
import { checkIn } from './checkIn.ts'
import type { CoverName } from './covers.ts'
import { createEvent } from './createEvent.ts'
import { createPeople, type People } from './createPeople.ts'
import { createFlags } from './createFlags.ts'
import { createWebhook } from './createWebhook.ts'
import { fillSeats } from './fillSeats.ts'
import { accounts, crowd } from './people.ts'
import { randomOf } from './random.ts'
import type { DemoEvent } from './season/demoEvent.ts'
import { season } from './season/season.ts'
import { uploadCovers } from './uploadCovers.ts'

export interface Filled {
  events: number
  people: number
  registrations: number
}

interface Setting {
  people: People
  covers: Map<CoverName, number>
  now: Date
}

/** These members of staff organise by turns the events that name no organiser. */
const organisers = ['grace', 'linus']

/** Makes an event the first of a series, as its organiser. Returns how many events were added. */
async function repeat(
  { payload, transactionID }: PayloadRequest,
  id: number,
  rrule: string,
  organiser: User,
) {
  const user = { ...organiser, collection: 'users' as const }
  const req = await createLocalReq({ user, req: { transactionID } }, payload)
  return (await repeatEvent(req, id, { rrule })).occurrences - 1
}

interface FilledEvent {
  events: number
  registrations: number
}

/** Creates one event with its registrations, cancellations and check-ins, and the events that repeat it. */
async function fillEvent(
  req: PayloadRequest,
  event: DemoEvent,
  turn: number,
  setting: Setting,
): Promise<FilledEvent> {
  const { people, covers, now } = setting
  const dates = datesOf(event, now)
  const random = randomOf(event.title)
  const organiser = people.byUsername.get(event.organiser ?? organisers[turn % organisers.length]!)!
  const coverImage = event.cover && covers.get(event.cover)
  const id = await createEvent(req, event, { dates, coverImage, organiser })
  const window = registrationWindow(dates, now)
  const events = 1 + (event.repeats ? await repeat(req, id, event.repeats, organiser) : 0)
  if (event.draft || !window) return { events, registrations: 0 }
  const registrations = await fillSeats(req, id, event, window, people.attendees, random)
  if (event.cancelled !== undefined) {
    await req.payload.update({
      collection: 'events',
      id,
      data: { status: 'cancelled', cancellationReason: event.cancelled },
      depth: 0,
      overrideAccess: true,
      user: organiser,
      req,
    })
  } else if (dates.starts < now) await checkIn(req, id, dates.starts, random)
  return { events, registrations }
}

/**
 * Fills an empty database with a season of events before and after `now`. All rows are written in one
 * transaction: an attempt that fails leaves the database empty, and the next one can start again.
 *
 * @param password the password of the demo's accounts
 * @returns the counts of what was written; undefined when the database was not empty (it is unchanged)
 */
export async function fillDemo(
  payload: Payload,
  password: string,
  now = new Date(),
): Promise<Filled | undefined> {
  const req = await createLocalReq({}, payload)
  return inTransaction(req, async (connection) => {
    if (!(await isUntouched(connection))) return undefined
    const people = await createPeople(req, password)
    const covers = await uploadCovers(req, people.byUsername.get('ada')!)
    await createWebhook(req, people.byUsername.get('ada')!)
    await createFlags(req, people.byUsername.get('grace')!, now)
    const filled = { events: 0, registrations: 0 }
    for (const [turn, event] of season.entries()) {
      const { events, registrations } = await fillEvent(req, event, turn, { people, covers, now })
      filled.events += events
      filled.registrations += registrations
    }
    return {
      ...filled,
      people: accounts.length + crowd.length,
    }
  })
}
