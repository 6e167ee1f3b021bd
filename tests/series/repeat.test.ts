import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { eventsOf, meeting, repeated } from '../factories/series.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { newCaller, signedInApps, type Caller } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller
let stranger: Caller
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
  stranger = await newCaller(platform)
  staff = await newCaller(platform, 'staff')
})

afterAll(() => platform.stop())

const anyone = () => appOf(platform.url)

const newEvent = async (details: object = {}) =>
  (await owner.app.post('events/', { ...meeting, ...details })).body.id as number

describe('an event repeats', () => {
  it('at the same local time over the change of the clocks', async () => {
    const { id, events } = await repeated(owner, {
      rrule: 'FREQ=WEEKLY;COUNT=10',
      exdates: ['2031-03-15'],
    })

    expect(events.map(({ start_date: start }) => start)).toEqual([
      '2031-03-08T17:00:00Z',
      '2031-03-22T17:00:00Z',
      '2031-03-29T17:00:00Z',
      '2031-04-05T16:00:00Z',
      '2031-04-12T16:00:00Z',
      '2031-04-19T16:00:00Z',
      '2031-04-26T16:00:00Z',
      '2031-05-03T16:00:00Z',
      '2031-05-10T16:00:00Z',
    ])
    expect(new Set(events.map(({ end_date: end }) => end.slice(11)))).toEqual(
      new Set(['19:00:00Z', '18:00:00Z']),
    )
    expect(new Set(events.map(({ series }) => series))).toEqual(new Set([id]))
    expect((await anyone().get(`series/${id}/`)).body).toEqual({
      id,
      rrule: 'FREQ=WEEKLY;COUNT=10',
      occurrences: 9,
      exdates: ['2031-03-15'],
      timezone: 'Europe/Berlin',
      text: 'every Saturday, 10 times',
    })
  })

  it('with the answer of the contract, and each event with seats of its own', async () => {
    const id = await newEvent()
    const before = (await anyone().get(`events/${id}/`)).body
    expect(before.series).toBeNull()

    const { body, status } = await owner.app.post(`events/${id}/repeat/`, {
      rrule: 'FREQ=WEEKLY;COUNT=3',
    })

    expect([status, body]).toEqual([
      201,
      { id: expect.any(Number), rrule: 'FREQ=WEEKLY;COUNT=3', occurrences: 3 },
    ])
    // The response of the event was in the cache.
    expect((await anyone().get(`events/${id}/`)).body.series).toBe(body.id)
    const [first, second, third] = await eventsOf(anyone(), body.id)
    expect(first!.id).toBe(id)
    const [person] = await signedInApps(platform, 1)
    expect((await person!.app.post(`events/${second!.id}/register/`, {})).status).toBe(200)
    const counts = await eventsOf(anyone(), body.id)
    expect(counts.map((event) => event.registered_count)).toEqual([0, 1, 0])
    expect(third).toMatchObject({ title: meeting.title, location: meeting.location })
  })

  it('once under one Idempotency-Key', async () => {
    const id = await newEvent()
    const headers = { 'Idempotency-Key': `repeat-${id}` }
    const body = { rrule: 'FREQ=WEEKLY;COUNT=4' }

    const first = await owner.app.post(`events/${id}/repeat/`, body, { headers })
    const again = await owner.app.post(`events/${id}/repeat/`, body, { headers })

    expect([again.status, again.body]).toEqual([201, first.body])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await eventsOf(anyone(), first.body.id)).toHaveLength(4)
  })

  it('with its registration window as far from each start', async () => {
    const id = await newEvent()
    await owner.rest.patch(`/api/events/${id}`, {
      timezone: 'Europe/Berlin',
      registrationOpensAt: '2031-02-22T11:00:00Z',
      registrationClosesAt: '2031-03-07T17:00:00Z',
    })
    const { body } = await owner.app.post(`events/${id}/repeat/`, { rrule: 'FREQ=WEEKLY;COUNT=5' })

    const { rows } = await poolOf(platform.payload).query(
      `SELECT to_json(registration_opens_at) AS opens, to_json(registration_closes_at) AS closes
       FROM events WHERE series_id = $1 ORDER BY start_date`,
      [body.id],
    )
    expect(rows.map(({ opens }) => new Date(opens).toISOString().slice(5, 16))).toEqual([
      '02-22T11:00',
      '03-01T11:00',
      '03-08T11:00',
      '03-15T11:00',
      '03-22T11:00',
    ])
    expect(rows.map(({ closes }) => new Date(closes).toISOString().slice(5, 16)).at(-1)).toBe(
      '04-04T16:00',
    )
  })

  it('as drafts that nobody else sees, while it is a draft', async () => {
    const { id, events } = await repeated(
      owner,
      { rrule: 'FREQ=WEEKLY;COUNT=3' },
      { status: 'draft' },
    )

    expect(events.map(({ status }) => status)).toEqual(['draft', 'draft', 'draft'])
    expect(await eventsOf(anyone(), id)).toEqual([])
    expect(await eventsOf(stranger.app, id)).toEqual([])
    expect(await eventsOf(staff.app, id)).toHaveLength(3)
    expect((await stranger.app.get(`series/${id}/`)).status).toBe(404)
    expect((await owner.app.get(`series/${id}/`)).body.occurrences).toBe(3)

    await owner.app.patch(`events/${events[1]!.id}/`, { status: 'published' })
    expect((await stranger.app.get(`series/${id}/`)).body.occurrences).toBe(1)
  })

  it('and publishes each event with its first version', async () => {
    const { events } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=3' })
    const ids = events.map(({ id }) => id)
    const { rows } = await poolOf(platform.payload).query(
      `SELECT (SELECT count(*)::int FROM outbox WHERE type = 'event.published'
                 AND (data ->> 'eventId')::int = ANY ($1)) AS published,
              (SELECT array_agg(count ORDER BY id) FROM (
                 SELECT parent_id AS id, count(*)::int AS count FROM _events_v
                 WHERE parent_id = ANY ($1) GROUP BY parent_id) versions) AS versions`,
      [ids],
    )
    expect(rows[0]).toEqual({ published: 3, versions: [2, 1, 1] })
    const { body } = await owner.rest.get(
      `/api/events/versions?where[parent][equals]=${ids[2]}&depth=0`,
    )
    expect(body.docs[0].version).toMatchObject({ title: meeting.title, status: 'published' })
  })
})

describe('repeating is refused', () => {
  it.each([
    ['nobody', () => anyone(), 401],
    ['a stranger', () => stranger.app, 403],
    ['staff', () => staff.app, 201],
  ] as const)('or not: %s', async (_, client, status) => {
    const id = await newEvent()
    expect(
      (await client().post(`events/${id}/repeat/`, { rrule: 'FREQ=DAILY;COUNT=2' })).status,
    ).toBe(status)
  })

  it('for a draft of somebody else, as if there were none', async () => {
    const id = await newEvent({ status: 'draft' })
    const answer = await stranger.app.post(`events/${id}/repeat/`, { rrule: 'FREQ=DAILY;COUNT=2' })
    const missing = await stranger.app.post('events/2000000000/repeat/', {
      rrule: 'FREQ=DAILY;COUNT=2',
    })
    expect([answer.status, answer.body]).toEqual([404, missing.body])
  })

  it('for an event of a series, and for a cancelled one', async () => {
    const { events } = await repeated(owner)
    const again = await owner.app.post(`events/${events[1]!.id}/repeat/`, { rrule: 'FREQ=DAILY' })
    expect([again.status, again.body.code]).toEqual([409, 'already_in_series'])

    const id = await newEvent({ status: 'cancelled' })
    const cancelled = await owner.app.post(`events/${id}/repeat/`, { rrule: 'FREQ=DAILY' })
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'event_cancelled'])
  })

  it.each([
    ['without a rule', {}, 'rrule'],
    ['with a number', { rrule: 7 }, 'rrule'],
    ['with an empty rule', { rrule: '' }, 'rrule'],
    ['with a long rule', { rrule: `FREQ=DAILY;BYDAY=${'MO,'.repeat(400)}MO` }, 'rrule'],
    ['every hour', { rrule: 'FREQ=HOURLY' }, 'rrule'],
    ['on no day', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rrule'],
    ['too often', { rrule: 'FREQ=DAILY;COUNT=401' }, 'rrule'],
    ['with a wrong day', { rrule: 'FREQ=DAILY', exdates: ['2031-02-30'] }, 'exdates.0'],
    [
      'with a time for a day',
      { rrule: 'FREQ=DAILY', exdates: ['2031-03-09T10:00:00Z'] },
      'exdates.0',
    ],
    ['without its own day', { rrule: 'FREQ=DAILY', exdates: ['2031-03-08'] }, 'exdates'],
    ['with a text for days', { rrule: 'FREQ=DAILY', exdates: '2031-03-09' }, 'exdates'],
  ])('%s', async (_, body, field) => {
    const id = await newEvent()
    const answer = await owner.app.post(`events/${id}/repeat/`, body)
    expect([answer.status, Object.keys(answer.body.details)]).toEqual([400, [field]])
    expect((await owner.app.get(`events/${id}/`)).body.series).toBeNull()
  })
})

describe('the filter of the list', () => {
  it.each([
    ['', 200],
    ['1.5', 400],
    ['abc', 400],
    ['0', 400],
    ['-1', 400],
    ['99999999999', 400],
    ['2000000000', 200],
  ])('series=%s is %i', async (value, status) => {
    const answer = await anyone().get(`events/?series=${value}`)
    expect(answer.status).toBe(status)
    if (status === 400) expect(Object.keys(answer.body.details)).toEqual(['series'])
    if (value === '2000000000') expect(answer.body).toMatchObject({ count: 0, results: [] })
  })

  it('combines with others, and has pages', async () => {
    const { id, events } = await repeated(owner)
    const first = await anyone().get(`events/?series=${id}&page_size=4&ordering=start_date`)
    expect([first.body.count, first.body.results.length]).toEqual([6, 4])
    const next = await anyone().get(first.body.next.replace(platform.url, ''))
    expect(next.status).toBe(200)
    const after = await anyone().get(`events/?series=${id}&start_date=2031-04-01&status=published`)
    expect(after.body.count).toBe(2)
    expect(events).toHaveLength(6)
  })
})

it('counts against what an account may own', async () => {
  const limited = await newCaller(platform)
  const { body } = await limited.app.post('events/', meeting)
  const repeat = (count: number) =>
    limited.app.post(`events/${body.id}/repeat/`, { rrule: `FREQ=DAILY;COUNT=${count}` })

  const { quotas } = servicesOf(platform.payload)
  const before = quotas.events
  quotas.events = 10
  const refused = await repeat(11)
  const taken = await repeat(10)
  quotas.events = before

  expect([refused.status, refused.body.code]).toEqual([409, 'too_many_events'])
  expect([taken.status, taken.body.occurrences]).toEqual([201, 10])
})

it('makes 200 events in one request', async () => {
  const { id } = await repeated(owner, { rrule: 'FREQ=DAILY;COUNT=200' })
  const { rows } = await poolOf(platform.payload).query(
    `SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS transactions,
            (SELECT count(*)::int FROM event_seats WHERE event_id IN
              (SELECT id FROM events WHERE series_id = $1)) AS seats
     FROM events WHERE series_id = $1`,
    [id],
  )
  expect(rows[0]).toEqual({ events: 200, transactions: 1, seats: 200 })
})
