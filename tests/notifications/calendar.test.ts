import { beforeAll, describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import { DateTime } from 'luxon'

import { calendarOf } from '../../src/features/notifications/email/calendar.ts'
import type { Email, EmailEvent, Recipient } from '../../src/features/notifications/email/emails.ts'
import { renderEmail } from '../../src/features/notifications/email/renderEmail.ts'
import { sampleEmails } from '../../src/features/notifications/email/samples.ts'

const now = new Date('2026-11-01T12:00:00Z')
const registration = { id: 7, seats: 1, ticketCode: 'CODE' }
const reader: Recipient = {
  name: 'Ada "Countess" Lovelace',
  email: 'ada@example.org',
  language: 'en',
  timezone: 'UTC',
}
const event: EmailEvent = {
  id: 1,
  title: 'Robo; Soccer, \\ "finals"',
  description: 'Line one\nBEGIN:VALARM, line two',
  location: 'Hall 4, Berlin',
  startDate: '2026-12-05T08:30:00.000Z',
  endDate: '2026-12-05T16:30:00.000Z',
  timezone: 'Europe/Berlin',
  calendarSequence: 3,
  organiser: { name: 'Mira\r\nX-EVIL:1', email: 'mira@robots.example' },
  link: 'https://events.example/events/1',
}

async function attached(email: Email) {
  const origin = 'https://events.example/'
  const { attachments } = await renderEmail(email, reader, { origin, now })
  return attachments[0]!
}

function parsed(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[])
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  }
  const component = calendar.getFirstSubcomponent('vevent')!
  return { calendar, component, entry: new ICAL.Event(component) }
}

const confirmed = (changes: Partial<EmailEvent> = {}): Email => ({
  kind: 'registrationConfirmed',
  event: { ...event, ...changes },
  registration,
})

describe('an invitation', () => {
  let content: string
  let contentType: string

  beforeAll(async () => {
    ;({ content, contentType } = await attached(confirmed()))
  })

  it('is one', () => {
    const { calendar, component } = parsed(content)

    expect(contentType).toBe('text/calendar; charset=utf-8; method=REQUEST')
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-01T12:00:00Z')
    expect(component.getFirstPropertyValue('uid')).toBe('registration-7@events.example')
    expect(component.getFirstPropertyValue('sequence')).toBe(3)
  })

  it('names organiser and attendee, who has already answered', () => {
    const { component } = parsed(content)
    const organizer = component.getFirstProperty('organizer')!
    const attendee = component.getFirstProperty('attendee')!

    expect(organizer.getFirstValue()).toBe('mailto:mira@robots.example')
    expect(organizer.getParameter('cn')).toBe('Mira X-EVIL:1')
    expect(String(attendee.getFirstValue()).toLowerCase()).toBe('mailto:ada@example.org')
    expect(attendee.getParameter('cn')).toBe('Ada Countess Lovelace')
    expect(attendee.getParameter('partstat')).toBe('ACCEPTED')
    expect(attendee.getParameter('rsvp')).toBe('FALSE')
  })

  it('says what people typed, and is not changed by it', () => {
    const { calendar, component, entry } = parsed(content)

    expect(entry.summary).toBe(event.title)
    expect(entry.location).toBe(event.location)
    expect(entry.description).toBe(event.description)
    expect(component.getFirstPropertyValue('url')).toBe(event.link)
    expect(component.getAllSubcomponents()).toEqual([])
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1)
    expect(content).not.toMatch(/^X-EVIL/m)
  })

  it('has lines as the standard wants them', () => {
    const lines = content.split('\r\n')

    expect(content.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  })
})

describe('the clock of the venue', () => {
  it.each([
    ['Europe/Berlin', 'before summer time', '2027-03-27T09:00', '2027-03-27T18:00'],
    ['Europe/Berlin', 'over its beginning', '2027-03-27T18:00', '2027-03-28T12:00'],
    ['Europe/Berlin', 'in summer', '2027-03-29T09:00', '2027-03-29T18:00'],
    ['Europe/Berlin', 'over its end', '2027-10-30T18:00', '2027-10-31T12:00'],
    ['America/New_York', 'before summer time', '2027-03-13T09:00', '2027-03-13T18:00'],
    ['America/New_York', 'over its beginning', '2027-03-13T18:00', '2027-03-14T18:00'],
    ['America/New_York', 'after it', '2027-11-08T09:00', '2027-11-08T18:00'],
    ['Australia/Sydney', 'in summer', '2027-01-20T09:00', '2027-01-20T18:00'],
    ['Australia/Sydney', 'over its end', '2027-04-03T18:00', '2027-04-04T18:00'],
    ['Australia/Sydney', 'in winter', '2027-07-20T09:00', '2027-07-20T18:00'],
    ['Australia/Lord_Howe', 'half an hour ahead', '2027-01-20T09:00', '2027-01-20T18:00'],
    ['Asia/Kolkata', 'which never changes', '2027-06-01T09:00', '2027-06-01T18:00'],
    ['Asia/Calcutta', 'under its old name', '2027-06-01T09:00', '2027-06-01T18:00'],
    ['UTC', 'which is everybody’s', '2027-06-01T09:00', '2027-06-01T18:00'],
  ])('%s, %s', async (timezone, _when, from, until) => {
    const start = DateTime.fromISO(from, { zone: timezone })
    const end = DateTime.fromISO(until, { zone: timezone })
    const dates = { startDate: start.toUTC().toISO()!, endDate: end.toUTC().toISO()!, timezone }

    const { calendar, entry } = parsed((await attached(confirmed(dates))).content)

    // The wall clock, and the instant that the zone in the file makes of it.
    expect(entry.startDate.toString().slice(0, 16)).toBe(from)
    expect(entry.endDate.toString().slice(0, 16)).toBe(until)
    expect(entry.startDate.toUnixTime()).toBe(start.toSeconds())
    expect(entry.endDate.toUnixTime()).toBe(end.toSeconds())
    const zones = calendar.getAllSubcomponents('vtimezone')
    expect(zones.map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual(
      timezone === 'UTC' ? [] : [entry.startDate.zone.tzid],
    )
  })

  it.each([
    ['one that no calendar knows', 'Mars/Olympus', '2027-06-01T09:00:00Z'],
    ['the second time in an hour that comes twice', 'Europe/Berlin', '2027-10-31T01:30:00Z'],
  ])('is left out where it is %s', async (_why, timezone, startDate) => {
    const dates = { timezone, startDate, endDate: '2027-11-01T10:00:00Z' }

    const { entry } = parsed((await attached(confirmed(dates))).content)

    expect(entry.startDate.zone).toBe(ICAL.Timezone.utcTimezone)
    expect(entry.startDate.toJSDate()).toEqual(new Date(startDate))
  })
})

it('means the same instant in every zone, however old the time zone data of this runtime are', () => {
  const startDate = '2026-12-10T12:00:00Z'
  const endDate = '2027-07-10T12:00:00Z'
  const options = { origin: 'https://events.example', now }

  const meant = Intl.supportedValuesOf('timeZone').map((timezone) => {
    const email = confirmed({ startDate, endDate, timezone })
    const { entry } = parsed(calendarOf(email, reader, options)[0]!.content)
    return [timezone, entry.startDate.toUnixTime(), entry.endDate.toUnixTime()]
  })

  const [start, end] = [startDate, endDate].map((instant) => Date.parse(instant) / 1000)
  expect(meant.filter(([, from, until]) => from !== start || until !== end)).toEqual([])
  expect(meant.length).toBeGreaterThan(400)
})

describe('what an email does to the calendar', () => {
  it.each([
    ['registrationConfirmed', 'REQUEST', 'CONFIRMED', 3],
    ['registrationPromoted', 'REQUEST', 'CONFIRMED', 3],
    ['eventChanged', 'REQUEST', 'CONFIRMED', 3],
    ['reminderDay', 'REQUEST', 'CONFIRMED', 3],
    ['reminderHour', 'REQUEST', 'CONFIRMED', 3],
    ['registrationCancelledByAttendee', 'CANCEL', 'CANCELLED', 4],
    ['registrationCancelledByOrganiser', 'CANCEL', 'CANCELLED', 4],
    ['eventCancelled', 'CANCEL', 'CANCELLED', 4],
  ])('%s: %s', async (kind, method, status, sequence) => {
    const { email } = sampleEmails.find(({ name }) => name === kind)!
    const { content, contentType } = await attached(email)
    const { calendar, component } = parsed(content)

    expect(contentType).toBe(`text/calendar; charset=utf-8; method=${method}`)
    expect(calendar.getFirstPropertyValue('method')).toBe(method)
    expect(component.getFirstPropertyValue('status')).toBe(status)
    expect(component.getFirstPropertyValue('sequence')).toBe(sequence)
    expect(component.getFirstPropertyValue('uid')).toBe('registration-4711@events.example')
  })

  it.each([
    'registrationWaitlisted',
    'registrationOffered',
    'offerExpired',
    'welcome',
    'confirmEmail',
    'setPassword',
    'passwordChanged',
    'organiserDigest',
  ])('%s: nothing', (kind) => {
    const { email } = sampleEmails.find(({ name }) => name === kind)!

    expect(calendarOf(email, reader, { origin: 'https://events.example', now })).toEqual([])
  })

  it('bounds what it says of an event, and names no organiser who has no address', async () => {
    const { organiser: _organiser, ...unknown } = event
    const email = confirmed()
    const long = { ...unknown, description: 'x'.repeat(100_000), title: 'y'.repeat(10_000) }

    const { content } = await attached({ ...email, event: long } as Email)

    expect(content.length).toBeLessThan(4000)
    expect(parsed(content).component.getFirstProperty('organizer')).toBeNull()
  })
})

describe('links that add the event to a calendar', () => {
  const rendered = (email: Email, language: Recipient['language'] = 'en') =>
    renderEmail(email, { ...reader, language }, { origin: 'https://events.example', now })

  it.each([
    ['en', 'Add to calendar:'],
    ['de', 'Zum Kalender hinzufügen:'],
    ['es', 'Añadir al calendario:'],
    ['zh', '添加到日历'],
  ] as const)('are in emails about a place (%s)', async (language, label) => {
    const { html, text } = await rendered(confirmed(), language)

    expect(text).toContain(label)
    const file = 'https://events.example/api/v1/events/1/calendar.ics'
    for (const link of ['https://calendar.google.com/', 'https://outlook.live.com/', file]) {
      expect(text).toContain(link)
      expect(html).toContain(`href="${link}`)
    }
    const google = /^https:\/\/calendar\.google\.com\S+$/m.exec(text)![0]
    expect(new URL(google).searchParams.get('text')).toBe(event.title)
  })

  it.each([
    'registrationWaitlisted',
    'registrationCancelledByAttendee',
    'eventCancelled',
    'welcome',
  ])('are not in others (%s)', async (kind) => {
    const { email } = sampleEmails.find(({ name }) => name === kind)!

    expect((await rendered(email)).text).not.toContain('calendar.google.com')
  })
})
