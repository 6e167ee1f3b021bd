import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import nodeIcal from 'node-ical'

import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { readCalendar, type ReadEntry } from '../support/calendars.ts'
import { appOf, type Client } from '../support/client.ts'
import { hasPythonCalendars, readWithPython } from '../support/pythonCalendars.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let staff: Client
let event: Event
let series: number

beforeAll(async () => {
  platform = await startTestPlatform({ PUBLIC_URL: 'https://events.example' })
  anyone = appOf(platform.url)
  staff = (await signedInApp(platform, 'staff')).app
})

afterAll(() => platform.stop())

/** Ten Saturdays at 18:00 in Berlin, over the beginning of summer time, without the 15th of March. */
beforeEach(async () => {
  event = await createEvent(platform.payload, {
    title: 'Robot Saturday',
    startDate: '2031-03-01T17:00:00.000Z',
    endDate: '2031-03-01T19:30:00.000Z',
  })
  const { status, body } = await staff.post(`events/${event.id}/repeat/`, {
    rrule: 'FREQ=WEEKLY;COUNT=10',
    exdates: ['2031-03-15'],
  })
  expect([status, body]).toEqual([
    201,
    expect.objectContaining({ occurrences: expect.any(Number) }),
  ])
  series = (body as { id: number }).id
})

/** The starts of all occurrences of a calendar, as a program that reads it shows them. */
function startsOf(entries: ReadEntry[]): string[] {
  const [master, ...exceptions] = entries
  for (const { component } of exceptions) master!.event.relateException(component)
  const iterator = master!.event.iterator()
  const starts: string[] = []
  for (let next = iterator.next(); next && starts.length < 50; next = iterator.next()) {
    starts.push(master!.event.getOccurrenceDetails(next).startDate.toJSDate().toISOString())
  }
  return starts.sort()
}

const calendarOf = async (path: string) => {
  const { body, status } = await anyone.get(path)
  expect(status).toBe(200)
  const content = body as string
  const own = readCalendar(content).entries.filter(({ uid }) => uid.startsWith(`series-${series}@`))
  return { content, own }
}

/** The starts of the events themselves. */
async function stored(): Promise<string[]> {
  const { docs } = await platform.payload.find({
    collection: 'events',
    where: { series: { equals: series } },
    pagination: false,
    overrideAccess: true,
  })
  return docs.map(({ startDate }) => startDate).sort()
}

const occurrences = async () => {
  const { docs } = await platform.payload.find({
    collection: 'events',
    where: { series: { equals: series } },
    pagination: false,
    sort: 'startDate',
    overrideAccess: true,
  })
  return docs
}

const places: [string, () => string][] = [
  ['the calendar of its first event', () => `events/${event.id}/calendar.ics`],
  ['the feed of the list', () => 'events/calendar.ics'],
]

describe.each(places)('a series in %s', (_name, path) => {
  it('is one entry with its rule, at the same local time all year', async () => {
    const { own } = await calendarOf(path())

    expect(own).toHaveLength(1)
    expect(own[0]!.text('rrule')).toBe('FREQ=WEEKLY;COUNT=10')
    expect(own[0]!.text('exdate')).toBe('2031-03-15T18:00:00')
    expect(own[0]!.event.startDate.toString()).toBe('2031-03-01T18:00:00')
    expect(startsOf(own)).toEqual(await stored())
  })

  it('shows an event that was changed as an exception, and a deleted one not at all', async () => {
    const docs = await occurrences()
    const [, moved, gone, cancelled] = docs as [Event, Event, Event, Event]
    await staff.patch(`events/${moved.id}/`, {
      title: 'Moved',
      start_date: '2031-03-09T10:00:00Z',
      end_date: '2031-03-09T12:00:00Z',
    })
    expect((await staff.delete(`events/${gone.id}/`)).status).toBe(204)
    await staff.patch(`events/${cancelled.id}/`, { status: 'cancelled' })

    const { own } = await calendarOf(path())

    const exceptions = own.slice(1).map(({ start, status, text, title }) => ({
      id: text('recurrence-id'),
      start,
      status,
      title,
    }))
    expect(exceptions).toEqual([
      {
        id: '2031-03-08T18:00:00',
        start: '2031-03-09T10:00:00.000Z',
        status: 'CONFIRMED',
        title: 'Moved',
      },
      {
        id: cancelled.occurrence,
        start: cancelled.startDate,
        status: 'CANCELLED',
        title: 'Robot Saturday',
      },
    ])
    expect(startsOf(own)).toEqual(await stored())
  })
})

it('shows of a series what the filter shows', async () => {
  const { own } = await calendarOf('events/calendar.ics?start_date=2031-03-20&end_date=2031-04-20')

  expect(startsOf(own)).toEqual(
    (await stored()).filter((start) => start > '2031-03-20' && start < '2031-04-20'),
  )
  expect(startsOf(own).length).toBeGreaterThan(2)
})

it('goes on without an end when the series does', async () => {
  const endless = await createEvent(platform.payload, { title: 'For ever' })
  const { body, status } = await staff.post(`events/${endless.id}/repeat/`, {
    rrule: 'FREQ=MONTHLY',
  })
  expect(status).toBe(201)
  series = (body as { id: number }).id

  const { own } = await calendarOf(`events/${endless.id}/calendar.ics`)

  expect(own[0]!.text('rrule')).toBe('FREQ=MONTHLY')
})

it('has a higher number after each change', async () => {
  const sequence = async () =>
    (await calendarOf(`events/${event.id}/calendar.ics`)).own[0]!.sequence
  const before = await sequence()
  await staff.patch(`events/${event.id}/?scope=all`, { description: 'With new robots.' })
  const between = await sequence()
  const last = (await occurrences()).at(-1)!
  await staff.delete(`events/${last.id}/`)

  expect(between).toBeGreaterThan(before)
  expect(await sequence()).toBeGreaterThanOrEqual(between)
})

it("is a single entry in a person's own feed", async () => {
  const { app } = await signedInApp(platform)
  const third = (await occurrences())[2]!
  expect((await app.post(`events/${third.id}/register/`)).status).toBe(200)
  const { url } = (await app.post('me/calendar/')).body as { url: string }
  const { body } = await anyone.get(new URL(url).pathname)

  const { entries } = readCalendar(body as string)

  expect(entries.map(({ start, text }) => [start, text('rrule')])).toEqual([
    [third.startDate, undefined],
  ])
})

describe('other programs', () => {
  it('node-ical reads its occurrences', async () => {
    const { content } = await calendarOf(`events/${event.id}/calendar.ics`)
    const entry = Object.values(nodeIcal.sync.parseICS(content)).find(
      (one) => one?.type === 'VEVENT',
    )!

    expect(entry.rrule).toBeDefined()
    expect(entry.start.toISOString()).toBe(event.startDate)
  })

  const withPython = hasPythonCalendars() ? it : it.skip
  withPython("Debian's python3-icalendar reads it", async () => {
    const { content } = await calendarOf(`events/${event.id}/calendar.ics`)
    const [entry] = readWithPython(content)

    expect(new Date(entry!.start).toISOString()).toBe(event.startDate)
  })
})
