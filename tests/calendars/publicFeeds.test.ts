import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import nodeIcal from 'node-ical'

import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { readCalendar } from '../support/calendars.ts'
import { appOf, type Client } from '../support/client.ts'
import { hasPythonCalendars, readWithPython } from '../support/pythonCalendars.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let event: Event

const host = 'events.example'
const uid = ({ id }: { id: number }) => `event-${id}@${host}`

/** What people type, and calendars stumble over. */
const odd = {
  title: 'Robo; Soccer, \\ "finals" 机器人 🤖',
  description: `Line one\nBEGIN:VALARM, line two; ${'ü🤖'.repeat(60)}\n\nEND:VEVENT\u0007`,
  location: 'Halle 4\\5, Köln; Eingang "B"',
}

beforeAll(async () => {
  platform = await startTestPlatform({
    PUBLIC_URL: `https://${host}`,
    EVENT_URL: 'https://app.example/events/{id}',
  })
  anyone = appOf(platform.url)
  event = await createEvent(platform.payload, {
    ...odd,
    coordinates: { latitude: 48.4, longitude: 9.99 },
    startDate: '2031-03-29T17:00:00.000Z',
    endDate: '2031-03-30T10:00:00.000Z',
  })
})

afterAll(() => platform.stop())

const entryOf = async (path: string, id = event.id) => {
  const { body } = await anyone.get(path)
  return readCalendar(body as string).entries.find((entry) => entry.uid === uid({ id }))
}

describe("an event's calendar", () => {
  const path = () => `events/${event.id}/calendar.ics`

  it.each([
    ['/api/v1', ''],
    ['/api/v1', '/'],
    ['/api', ''],
    ['/api', '/'],
  ])('is served below %s%s', async (prefix, slash) => {
    const answer = await anyone.get(`${prefix}/${path()}${slash}`)

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="event-${event.id}.ics"`,
    )
    expect(answer.headers.get('cache-control')).toContain('public')
    expect(readCalendar(answer.body as string).entries).toHaveLength(1)
  })

  it('says when and where', async () => {
    const entry = (await entryOf(path()))!

    expect(entry).toMatchObject({
      title: odd.title,
      status: 'CONFIRMED',
      sequence: 0,
      start: event.startDate,
      end: event.endDate,
    })
    expect(entry.event.location).toBe(odd.location)
    expect(entry.event.description).toBe(odd.description.replace('\u0007', ''))
    expect(entry.component.getFirstPropertyValue('geo')).toEqual([48.4, 9.99])
    expect(entry.text('url')).toBe(`https://app.example/events/${event.id}`)
    expect(entry.event.startDate.toString()).toBe('2031-03-29T18:00:00')
    expect(entry.event.startDate.zone.tzid).toBe('Europe/Berlin')
    expect(entry.text('last-modified')).toBe(event.updatedAt.replace(/\.\d+/, ''))
  })

  it('has lines as the standard wants them, and names nobody', async () => {
    const { body } = await anyone.get(path())
    const text = body as string

    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    const inLines = text.replaceAll('\r\n', '')
    expect(['\r', '\n', '\u0007'].filter((sign) => inLines.includes(sign))).toEqual([])
    expect(text).not.toMatch(/ORGANIZER|ATTENDEE|mailto/i)
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  it('is 304 for a client that has it, and has no body for HEAD', async () => {
    const { headers } = await anyone.get(path())
    const tag = headers.get('etag')!

    const again = await anyone.get(path(), { headers: { 'If-None-Match': tag } })
    const head = await anyone.send('HEAD', path())

    expect([again.status, again.body]).toEqual([304, ''])
    expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, '', tag])
  })

  it.each([
    ['the description', { description: 'Robots carry nuts.' }, 'Robots carry nuts.'],
    ['the place', { coordinates: { latitude: 1, longitude: 2 } }, 'GEO:1;2'],
    ['the status', { status: 'cancelled' as const }, 'STATUS:CANCELLED'],
  ])('is another version when %s changes', async (_what, data, shown) => {
    const { id } = await createEvent(platform.payload)
    const own = `events/${id}/calendar.ics`
    const before = await anyone.get(own)

    await platform.payload.update({ collection: 'events', id, data, overrideAccess: true })

    const after = await anyone.get(own)
    const [entry] = readCalendar(after.body as string).entries
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
    expect(entry!.sequence).toBe(1)
    expect(after.body).toContain(shown)
  })

  it('stays as it is when somebody registers, and is still in memory', async () => {
    const { id } = await createEvent(platform.payload)
    const own = `events/${id}/calendar.ics`
    const before = await anyone.get(own)
    const { app } = await signedInApp(platform)
    expect((await app.post(`events/${id}/register/`)).status).toBe(200)
    const { fills } = cacheStats(platform.payload)!

    const after = await anyone.get(own)

    expect(after.headers.get('etag')).toBe(before.headers.get('etag'))
    expect(cacheStats(platform.payload)!.fills).toBe(fills)
  })

  it('of a draft exists for its owner and staff alone', async () => {
    const [owner, other, staff] = [
      await signedInApp(platform),
      await signedInApp(platform),
      await signedInApp(platform, 'staff'),
    ]
    const { id } = await createEvent(platform.payload, { status: 'draft', createdBy: owner.id })
    const statuses = await Promise.all(
      [owner.app, staff.app, other.app, anyone].map(
        async (app) => (await app.get(`events/${id}/calendar.ics`)).status,
      ),
    )

    expect(statuses).toEqual([200, 200, 404, 404])
    expect((await anyone.get('events/calendar.ics')).body).not.toContain(uid({ id }))
    expect((await owner.app.get('events/calendar.ics')).body).toContain(uid({ id }))
    expect((await owner.app.get(`events/${id}/calendar.ics`)).body).toContain('STATUS:TENTATIVE')
  })

  it.each(['events/999999/calendar.ics', 'events/x/calendar.ics'])('%s is 404', async (none) => {
    expect(await anyone.get(none)).toMatchObject({ status: 404, body: { detail: 'Not found.' } })
  })

  it('takes no other method', async () => {
    expect((await anyone.post(path())).status).toBe(405)
  })
})

describe('the feed of the list', () => {
  it('takes the filters of the list', async () => {
    const cancelled = await createEvent(platform.payload, {
      title: 'Gone fishing',
      status: 'cancelled',
      startDate: '2032-01-01T10:00:00Z',
      endDate: '2032-01-01T12:00:00Z',
    })
    const titles = async (query: string) =>
      readCalendar((await anyone.get(`events/calendar.ics?${query}`)).body as string).entries.map(
        ({ title }) => title,
      )

    expect(await titles('status=cancelled&start_date=2032-01-01')).toEqual([cancelled.title])
    expect(await titles('search=fishing')).toEqual([cancelled.title])
    expect(await titles('end_date=1990-01-01')).toEqual([])
    expect(await titles('status=unknown')).toEqual([])
    expect(await anyone.get('events/calendar.ics?start_date=never')).toMatchObject({
      status: 400,
      body: { error: 'Validation Error', details: { start_date: [expect.any(String)] } },
    })
  })

  it.each(['/api/v1/events/calendar.ics', '/api/events/calendar.ics', '/api/events/calendar.ics/'])(
    'answers at %s, and tells calendars when to come back',
    async (address) => {
      const { body, headers, status } = await anyone.get(address)

      expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
      const { property } = readCalendar(body as string)
      expect(property('method')).toBe('PUBLISH')
      expect(property('x-wr-calname')).toBe('Robo Events')
      expect(String(property('refresh-interval'))).toBe('PT1H')
      expect(body).toContain('\r\nX-WR-CALNAME:Robo Events\r\n')
      expect(body).toContain('\r\nX-PUBLISHED-TTL:PT1H\r\n')
    },
  )

  it('is the same for an attendee, who is told to keep it to themselves', async () => {
    const { app } = await signedInApp(platform)
    const [own, everybody] = [
      await app.get('events/calendar.ics'),
      await anyone.get('events/calendar.ics'),
    ]

    expect(own.headers.get('etag')).toBe(everybody.headers.get('etag'))
    expect(own.headers.get('cache-control')).toBe('private, no-store')
  })

  it('changes with an event, at once', async () => {
    const { id } = await createEvent(platform.payload, { title: 'Before' })
    expect((await entryOf('events/calendar.ics', id))!.title).toBe('Before')

    await platform.payload.update({
      collection: 'events',
      id,
      data: { title: 'After' },
      overrideAccess: true,
    })
    expect((await entryOf('events/calendar.ics', id))!.title).toBe('After')

    await platform.payload.delete({ collection: 'events', id, overrideAccess: true })
    expect(await entryOf('events/calendar.ics', id)).toBeUndefined()
  })

  it('bounds a long description, and says where the rest is', async () => {
    const { id } = await createEvent(platform.payload, { description: '机'.repeat(50_000) })

    const { event: entry } = (await entryOf('events/calendar.ics', id))!

    expect(Array.from(entry.description).length).toBeLessThan(1100)
    expect(entry.description).toMatch(new RegExp(`…\\n\\nhttps://app.example/events/${id}$`))
  })
})

describe('other programs read the same', () => {
  const expected = () => ({ summary: odd.title, start: event.startDate, end: event.endDate })

  it('node-ical', async () => {
    const { body } = await anyone.get('events/calendar.ics')
    const read = nodeIcal.sync.parseICS(body as string)

    const entry = Object.values(read).find(
      (one) => one?.type === 'VEVENT' && one.uid === uid(event),
    ) as nodeIcal.VEvent
    expect({
      summary: entry.summary,
      start: entry.start.toISOString(),
      end: entry.end.toISOString(),
    }).toEqual(expected())
  })

  const withPython = hasPythonCalendars() ? it : it.skip
  withPython("Debian's python3-icalendar", async () => {
    const { body } = await anyone.get('events/calendar.ics')
    const entry = readWithPython(body as string).find((one) => one.uid === uid(event))!

    expect({
      summary: entry.summary,
      start: new Date(entry.start).toISOString(),
      end: new Date(entry.end).toISOString(),
    }).toEqual(expected())
  })
})

describe('links that add an event to a calendar', () => {
  it('are those of Google, of Outlook and of the file', async () => {
    const { status, body } = await anyone.get(`events/${event.id}/calendar-links/`)
    const links = body as Record<'google' | 'outlook' | 'office365' | 'ics', string>

    expect(status).toBe(200)
    const google = new URL(links.google)
    expect(Object.fromEntries(google.searchParams)).toMatchObject({
      action: 'TEMPLATE',
      text: odd.title,
      dates: '20310329T170000Z/20310330T100000Z',
      ctz: 'Europe/Berlin',
      location: odd.location,
    })
    expect(Object.fromEntries(new URL(links.outlook).searchParams)).toMatchObject({
      rru: 'addevent',
      subject: odd.title,
      startdt: '2031-03-29T17:00:00Z',
      enddt: '2031-03-30T10:00:00Z',
    })
    expect(new URL(links.office365).host).toBe('outlook.office.com')
    expect(links.ics).toBe(`https://${host}/api/v1/events/${event.id}/calendar.ics`)
  })

  it('are 404 for a draft of somebody else', async () => {
    const { id } = await createEvent(platform.payload, { status: 'draft' })

    expect((await anyone.get(`events/${id}/calendar-links/`)).status).toBe(404)
  })
})
