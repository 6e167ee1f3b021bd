import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { inTransaction } from '../../database/connection.ts'
import { isUntouched } from './queries.ts'
import { datesOf, registrationWindow } from './calendar.ts'
import { checkIn } from './checkIn.ts'
import type { CoverName } from './covers/designs.ts'
import { createEvent } from './createEvent.ts'
import { createPeople, type People } from './createPeople.ts'
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

interface Stage {
  people: People
  covers: Map<CoverName, number>
  now: Date
}

/** Members of staff who share the events among them, unless an event names its organiser. */
const organisers = ['grace', 'linus']

/** Plays one event from its announcement until now. Returns how many registered. */
async function play(req: PayloadRequest, event: DemoEvent, turn: number, stage: Stage) {
  const { people, covers, now } = stage
  const dates = datesOf(event, now)
  const random = randomOf(event.title)
  const organiser = people.byUsername.get(event.organiser ?? organisers[turn % organisers.length]!)!
  const coverImage = event.cover && covers.get(event.cover)
  const id = await createEvent(req, event, { dates, coverImage, organiser })
  const window = registrationWindow(dates, now)
  if (event.draft || !window) return 0
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
  return registrations
}

/**
 * Fills an empty database with a season that surrounds `now`. All rows are one transaction: an
 * attempt that dies leaves the database as empty as it was, and the next one starts anew.
 *
 * @param password what the accounts of the demo sign in with
 * @returns what was written, or undefined when the database was not empty, and is as it was
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
    let registrations = 0
    for (const [turn, event] of season.entries()) {
      registrations += await play(req, event, turn, { people, covers, now })
    }
    return {
      events: season.length,
      people: accounts.length + crowd.length,
      registrations,
    }
  })
}
