import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

const on = (month: number, day = 1) => new Date(Date.UTC(2031, month - 1, day, 9)).toISOString()

/** Three events, each a month after the one before; in the order in which they were created. */
const season = [
  { title: 'Gear Gala', location: 'Ulm', description: 'Wheels of every size.', month: 3 },
  { title: 'Arm Arena', location: 'Oslo', description: 'Robots that throw balls.', month: 1 },
  { title: 'Servo Show', location: 'Ulm', description: 'A quiet afternoon.', month: 2 },
]

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  for (const { month, ...details } of season) {
    await createEvent(platform.payload, {
      ...details,
      startDate: on(month),
      endDate: on(month, 3),
      status: month === 2 ? 'cancelled' : 'published',
    })
  }
})

afterAll(() => platform.stop())

const titles = ({ body }: ApiResponse): string[] =>
  body.results.map(({ title }: { title: string }) => title.split(' ')[0])

describe('GET events/', () => {
  it('anyone: 200, a page', async () => {
    const answer = await anyone.get('events/')

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.body).toEqual({
      count: 3,
      next: null,
      previous: null,
      results: expect.arrayContaining([
        {
          id: expect.any(Number),
          title: 'Gear Gala',
          description: 'Wheels of every size.',
          start_date: '2031-03-01T09:00:00Z',
          end_date: '2031-03-03T09:00:00Z',
          location: 'Ulm',
          max_participants: 10,
          status: 'published',
          is_upcoming: true,
          created_by: null,
          series: null,
          registered_count: 0,
          seats_left: 10,
          waitlist_count: 0,
          timezone: 'Europe/Berlin',
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
          updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
        },
      ]),
    })
  })
})

describe('the filters', () => {
  it.each([
    ['status=published', ['Arm', 'Gear']],
    ['status=cancelled', ['Servo']],
    ['status=no-such-status', []],
    ['start_date=2031-02-01T09:00:00Z', ['Gear', 'Servo']],
    ['start_date=2031-02-01T09:00:01Z', ['Gear']],
    ['start_date=2031-02-01', ['Gear', 'Servo']],
    ['start_date=2031-02-01T11:00:00%2B02:00', ['Gear', 'Servo']],
    ['end_date=2031-02-03T09:00:00Z', ['Arm', 'Servo']],
    ['end_date=2031-02-03T08:59:59Z', ['Arm']],
    ['start_date=2031-02-01&end_date=2031-02-28', ['Servo']],
    ['start_date=2031-02-01&status=published', ['Gear']],
    ['search=ulm', ['Gear', 'Servo']],
    ['search=BALLS', ['Arm']],
    ['search=ulm+wheels', ['Gear']],
    ['search=ulm+-wheels', ['Servo']],
    ['search=wheels+or+balls', ['Arm', 'Gear']],
    ['search=%22every+size%22', ['Gear']],
    ['search=size+every', ['Gear']],
    ['search=nothing+like+it', []],
    ["search=');+DROP+TABLE+events;+--", []],
    ['status=published&start_date=2031-01-01&end_date=2031-12-31&search=ulm', ['Gear']],
    ['no_such_filter=1', ['Arm', 'Gear', 'Servo']],
  ])('?%s', async (query, expected) => {
    const answer = await anyone.get(`events/?${query}`)

    expect(answer.status).toBe(200)
    expect(titles(answer).toSorted()).toEqual(expected)
    expect(answer.body.count).toBe(expected.length)
  })

  it.each(['status', 'start_date', 'end_date', 'search', 'ordering', 'page', 'page_size'])(
    '?%s= without a value is no filter',
    async (name) => {
      for (const empty of ['', '%20']) {
        const answer = await anyone.get(`events/?${name}=${empty}`)
        expect([answer.status, answer.body.count]).toEqual([200, 3])
      }
    },
  )

  it('of a filter given twice the first counts', async () => {
    const answer = await anyone.get('events/?status=cancelled&status=published')

    expect(titles(answer)).toEqual(['Servo'])
  })

  const wrongDate = [expect.stringContaining('Datetime has wrong format.')]
  const wrongNumber = ['A valid integer is required.']

  it.each([
    ['start_date=tomorrow', { start_date: wrongDate }],
    ['start_date=2031-02-30', { start_date: wrongDate }],
    ['start_date=2031-13-01', { start_date: wrongDate }],
    ['start_date=0000-01-01', { start_date: wrongDate }],
    ['start_date=9999-12-31T23:59:59-12:00', { start_date: wrongDate }],
    ['start_date=1700000000', { start_date: wrongDate }],
    ['end_date=2031-01-01T25:00:00Z', { end_date: wrongDate }],
    ['start_date=x&end_date=y', { start_date: wrongDate, end_date: wrongDate }],
    ['page=two', { page: wrongNumber }],
    ['page=1.5', { page: wrongNumber }],
    ['page=1e3', { page: wrongNumber }],
    ['page_size=many', { page_size: wrongNumber }],
    ['page_size=0', { page_size: [expect.stringContaining('greater than or equal to 1')] }],
    ['ordering=color', { ordering: ['"color" is not a valid choice.'] }],
    ['ordering=constructor', { ordering: ['"constructor" is not a valid choice.'] }],
    ['search=%00', { search: ['Null characters are not allowed.'] }],
  ])('?%s is 400', async (query, details) => {
    const answer = await anyone.get(`events/?${query}`)

    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ error: 'Validation Error', details })
  })
})

describe('?ordering=', () => {
  it.each([
    ['start_date', ['Arm', 'Servo', 'Gear']],
    ['-start_date', ['Gear', 'Servo', 'Arm']],
    ['created_at', ['Gear', 'Arm', 'Servo']],
    ['-created_at', ['Servo', 'Arm', 'Gear']],
    ['title', ['Arm', 'Gear', 'Servo']],
    ['-title', ['Servo', 'Gear', 'Arm']],
    ['', ['Servo', 'Arm', 'Gear']],
  ])('%s', async (ordering, expected) => {
    expect(titles(await anyone.get(`events/?ordering=${ordering}`))).toEqual(expected)
  })
})

describe('the pages', () => {
  it('follow each other by absolute URLs that keep the filters', async () => {
    const path = 'events/?ordering=title&page_size=1&search=&status='
    const { body: first } = await anyone.get(path)
    const { body: second } = await (await fetch(first.next)).json().then((body) => ({ body }))
    const { body: third } = await (await fetch(second.next)).json().then((body) => ({ body }))

    expect(new URL(first.next).origin).toBe(platform.url)
    expect(Object.fromEntries(new URL(first.next).searchParams)).toMatchObject({
      ordering: 'title',
      page_size: '1',
      page: '2',
    })
    expect(first.previous).toBeNull()
    expect([first, second, third].map((page) => page.results[0].title)).toEqual([
      'Arm Arena',
      'Gear Gala',
      'Servo Show',
    ])
    expect([first, second, third].map((page) => page.count)).toEqual([3, 3, 3])
    expect(third.next).toBeNull()
    expect((await (await fetch(third.previous)).json()).results).toEqual(second.results)
    expect((await (await fetch(second.previous)).json()).results).toEqual(first.results)
  })

  it('are called by the prefix that they were asked for under', async () => {
    const { body } = await anyone.get('/api/events/?page_size=1')

    expect(body.next).toBe(`${platform.url}/api/events/?page_size=1&page=2`)
  })

  it.each([
    'page=2',
    'page=4&page_size=1',
    'page=0',
    'page=-1',
    'page=2147483647',
    'status=x&page=2',
  ])('?%s is past the end: 404', async (query) => {
    const answer = await anyone.get(`events/?${query}`)

    expect(answer.status).toBe(404)
    expect(answer.body).toEqual({ detail: 'Not found.' })
  })

  it('a page without any events is the first page', async () => {
    const answer = await anyone.get('events/?status=x&page=1')

    expect(answer.body).toEqual({ count: 0, next: null, previous: null, results: [] })
  })

  it('hold 20 events, and 100 at most', async () => {
    const { app } = await signedInApp(platform)
    const event = {
      title: 'One of many',
      description: 'The same each time.',
      start_date: '2032-01-01T10:00:00Z',
      end_date: '2032-01-02T10:00:00Z',
      location: 'Anywhere',
      max_participants: 5,
      status: 'published',
    }
    for (let made = 0; made < 101; made += 1) await app.post('events/', event)

    const sizes = await Promise.all(
      ['', 'page_size=100', 'page_size=101', 'page_size=999999999'].map(
        async (query) => (await anyone.get(`events/?search=many&${query}`)).body.results.length,
      ),
    )

    expect(sizes).toEqual([20, 100, 100, 100])
  })
})
