import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { type ApiEvent, eventsOf, meeting, repeated, type TestSeries } from '../factories/series.ts'
import { newCaller, signedInApps, type Caller } from '../support/callers.ts'
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

const weekly = (repetition?: object, details?: Record<string, unknown>) =>
  repeated(owner, repetition, details)

/** The events as they are now; undefined for one that is gone. */
const reread = ({ events }: TestSeries): Promise<(ApiEvent | undefined)[]> =>
  Promise.all(
    events.map(async ({ id }) => {
      const { body, status } = await staff.app.get(`events/${id}/`)
      return status === 200 ? body : undefined
    }),
  )

/** Day and hour of each start, in UTC. */
const starts = (events: (ApiEvent | undefined)[]) =>
  events.map((event) => event?.start_date.slice(5, 16))

const titles = (events: (ApiEvent | undefined)[]) => events.map((event) => event?.title)

const stored = async (series: number) => {
  const { rows } = await poolOf(platform.payload).query(
    `SELECT occurrence AS slot, coalesce(occurrence_edited, false) AS edited FROM events
     WHERE series_id = $1 ORDER BY occurrence`,
    [series],
  )
  return rows as { slot: string; edited: boolean }[]
}

const ruleOf = async (series: number | null) => (await staff.app.get(`series/${series}/`)).body

const register = async (eventId: number, count = 1) => {
  const people = await signedInApps(platform, count)
  await Promise.all(people.map(({ app }) => app.post(`events/${eventId}/register/`, {})))
  return people
}

const outboxAfter = async () => {
  const { rows } = await poolOf(platform.payload).query(
    'SELECT coalesce(max(id), 0) AS id FROM outbox',
  )
  return rows[0].id as string
}

const toldSince = async (id: string) => {
  const { rows } = await poolOf(platform.payload).query(
    `SELECT type, (data ->> 'eventId')::int AS event,
            (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(data -> 'changes') key) AS fields
     FROM outbox WHERE id > $1 AND type LIKE 'event.%' ORDER BY event`,
    [id],
  )
  return rows
}

describe.each([
  [
    'v1',
    (id: number, scope: string, title: string) =>
      owner.app.patch(`events/${id}/?scope=${scope}`, { title }),
  ],
  [
    'REST',
    (id: number, scope: string, title: string) =>
      owner.rest.patch(`/api/events/${id}?scope=${scope}`, { title }),
  ],
] as const)('a new title over %s reaches', (_, change) => {
  it.each([
    ['this', ['S', 'S', 'New', 'S', 'S', 'S']],
    ['following', ['S', 'S', 'New', 'New', 'New', 'New']],
    ['all', ['New', 'New', 'New', 'New', 'New', 'New']],
    ['', ['S', 'S', 'New', 'S', 'S', 'S']],
  ])('%s', async (scope, expected) => {
    const series = await weekly(undefined, { title: 'S' })

    const { status } = await change(series.events[2]!.id, scope, 'New')

    expect(status).toBe(200)
    expect(titles(await reread(series))).toEqual(expected)
    const edited = (await stored(series.id)).map((each) => each.edited)
    expect(edited.filter(Boolean)).toHaveLength(scope === 'this' || scope === '' ? 1 : 0)
  })
})

describe('a change of the time', () => {
  it('of this event keeps its place in the series', async () => {
    const series = await weekly()

    await owner.app.patch(`events/${series.events[1]!.id}/`, {
      start_date: '2031-03-16T09:00:00Z',
      end_date: '2031-03-16T11:00:00Z',
    })

    expect((await stored(series.id))[1]).toEqual({ slot: '2031-03-15T18:00:00', edited: true })
  })

  it('of all moves each on its own clock, also over the change to summer time', async () => {
    const series = await weekly()

    const { body } = await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      start_date: '2031-03-08T16:30:00Z',
    })

    expect(body.series).toBe(series.id)
    const after = await reread(series)
    expect(starts(after)).toEqual([
      '03-08T16:30',
      '03-15T16:30',
      '03-22T16:30',
      '03-29T16:30',
      '04-05T15:30',
      '04-12T15:30',
    ])
    expect(new Set(after.map((event) => event!.end_date.slice(11, 16)))).toEqual(
      new Set(['19:00', '18:00']),
    )
    expect((await stored(series.id)).map(({ slot }) => slot.slice(11))).toEqual(
      Array.from({ length: 6 }, () => '17:30:00'),
    )
  })

  it('of all to another day changes the rule', async () => {
    const series = await weekly({
      rrule: 'FREQ=WEEKLY;BYDAY=SA;COUNT=6',
      exdates: ['2031-03-22'],
    })

    await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      start_date: '2031-03-09T17:00:00Z',
      end_date: '2031-03-09T19:00:00Z',
    })

    expect(await ruleOf(series.id)).toMatchObject({
      rrule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=6;WKST=TU',
      exdates: ['2031-03-23'],
    })
    expect(starts(await reread(series))[4]).toBe('04-13T16:00')
  })

  it('of all is refused when the days cannot all move, and nothing changes', async () => {
    const series = await weekly({ rrule: 'FREQ=MONTHLY;BYDAY=2SA;COUNT=12' })

    const answer = await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      start_date: '2031-03-09T17:00:00Z',
      end_date: '2031-03-09T19:00:00Z',
    })

    expect([answer.status, Object.keys(answer.body.details)]).toEqual([400, ['start_date']])
    expect(await reread(series)).toEqual(series.events)
  })

  it('of all keeps the distance of an event that was moved by itself', async () => {
    const series = await weekly()
    await owner.app.patch(`events/${series.events[2]!.id}/`, {
      start_date: '2031-03-23T17:00:00Z',
      end_date: '2031-03-23T19:00:00Z',
      location: 'Bonn',
    })

    await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      start_date: '2031-03-08T18:00:00Z',
      end_date: '2031-03-08T20:00:00Z',
    })

    const after = await reread(series)
    expect(starts(after).slice(1, 4)).toEqual(['03-15T18:00', '03-23T18:00', '03-29T18:00'])
    expect(after.map((event) => event!.location)).toEqual([
      'Berlin',
      'Berlin',
      'Bonn',
      'Berlin',
      'Berlin',
      'Berlin',
    ])
  })

  it('of all leaves alone what is over', async () => {
    const series = await weekly({ rrule: 'FREQ=WEEKLY;COUNT=4' })
    await poolOf(platform.payload).query(
      `UPDATE events SET start_date = start_date - interval '20 years', end_date = end_date - interval '20 years'
       WHERE id = $1`,
      [series.events[0]!.id],
    )

    await owner.app.patch(`events/${series.events[1]!.id}/?scope=all`, { title: 'Later' })

    expect(titles(await reread(series))).toEqual(['Solder Evening', 'Later', 'Later', 'Later'])
    expect((await stored(series.id)).map(({ edited }) => edited)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('following', () => {
  it('splits the series: ids, registrations and counts stay', async () => {
    const series = await weekly({ rrule: 'FREQ=WEEKLY;COUNT=6' }, { max_participants: 40 })
    const middle = series.events[3]!
    const people = await register(middle.id, 30)
    const before = await outboxAfter()

    const { body } = await owner.app.patch(`events/${middle.id}/?scope=following`, {
      start_date: '2031-03-29T18:00:00Z',
      end_date: '2031-03-29T20:00:00Z',
    })

    expect(body.series).not.toBe(series.id)
    expect(body.registered_count).toBe(30)
    const after = await reread(series)
    expect(after.map((event) => event!.series)).toEqual([
      ...Array.from({ length: 3 }, () => series.id),
      ...Array.from({ length: 3 }, () => body.series),
    ])
    expect(starts(after)).toEqual([
      '03-08T17:00',
      '03-15T17:00',
      '03-22T17:00',
      '03-29T18:00',
      '04-05T17:00',
      '04-12T17:00',
    ])
    expect(await ruleOf(series.id)).toMatchObject({
      rrule: 'FREQ=WEEKLY;UNTIL=20310329T165959Z',
      occurrences: 3,
    })
    expect(await ruleOf(body.series)).toMatchObject({
      rrule: 'FREQ=WEEKLY;COUNT=3',
      occurrences: 3,
    })
    const { rows } = await poolOf(platform.payload).query(
      `SELECT count(*)::int AS count FROM registrations WHERE event_id = $1 AND state = 'confirmed'`,
      [middle.id],
    )
    expect([rows[0].count, people.length]).toEqual([30, 30])
    expect(await toldSince(before)).toEqual(
      series.events.slice(3).map(({ id }) => ({
        type: 'event.changed',
        event: id,
        fields: ['endDate', 'startDate'],
      })),
    )
  })

  it('of the first event is the whole series', async () => {
    const series = await weekly()
    const { body } = await owner.app.patch(`events/${series.events[0]!.id}/?scope=following`, {
      title: 'New',
    })
    expect(body.series).toBe(series.id)
    expect(new Set(titles(await reread(series)))).toEqual(new Set(['New']))
  })

  it('can be asked for with PUT', async () => {
    const series = await weekly()
    const { id, ...event } = series.events[4]!
    const { status } = await owner.app.put(`events/${id}/?scope=following`, {
      ...event,
      description: 'Bring what is broken.',
      location: 'Bonn',
    })
    expect(status).toBe(200)
    expect((await reread(series)).map((each) => each!.location)).toEqual([
      'Berlin',
      'Berlin',
      'Berlin',
      'Berlin',
      'Bonn',
      'Bonn',
    ])
  })
})

describe('the status', () => {
  it('of all publishes every draft, and brings back no cancelled event', async () => {
    const series = await weekly(undefined, { status: 'draft' })
    await owner.app.patch(`events/${series.events[1]!.id}/`, { status: 'cancelled' })

    await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, { status: 'published' })

    const after = await reread(series)
    expect(after.map((event) => event!.status)).toEqual([
      'published',
      'cancelled',
      'published',
      'published',
      'published',
      'published',
    ])
  })

  it('cancels this and the following, with their registrations', async () => {
    const series = await weekly()
    await register(series.events[5]!.id)

    await owner.app.patch(`events/${series.events[4]!.id}/?scope=following`, {
      status: 'cancelled',
    })

    const after = await reread(series)
    expect(after.map((event) => event!.status).slice(3)).toEqual([
      'published',
      'cancelled',
      'cancelled',
    ])
    expect(after[5]!.registered_count).toBe(0)
  })
})

describe('a change of all is refused as a whole', () => {
  it('when one event has more people than the new capacity, and names it', async () => {
    const series = await weekly()
    await register(series.events[3]!.id, 3)

    const answer = await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      max_participants: 2,
    })

    expect(answer.status).toBe(400)
    expect(answer.body.details.max_participants[0]).toMatch(
      /^2031-03-29 \(event \d+\): 3 seats are taken/,
    )
    expect((await reread(series)).map((event) => event!.max_participants)).toEqual(
      Array.from({ length: 6 }, () => 10),
    )
  })

  it('when one event has registrations and all shall be drafts', async () => {
    const series = await weekly()
    await register(series.events[3]!.id)
    const answer = await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      status: 'draft',
    })
    expect([answer.status, answer.body.code]).toEqual([409, 'has_registrations'])
    expect(answer.body.detail).toContain(`(event ${series.events[3]!.id})`)
    expect(new Set((await reread(series)).map((event) => event!.status))).toEqual(
      new Set(['published']),
    )
  })

  it('when the event was changed since it was read', async () => {
    const series = await weekly()
    const [first] = series.events
    const headers = { 'If-Match': '"0123456789abcdef-0123456789abcdef"' }
    const answer = await owner.app.patch(
      `events/${first!.id}/?scope=all`,
      { title: 'New' },
      { headers },
    )
    expect(answer.status).toBe(412)
    expect(await reread(series)).toEqual(series.events)
  })

  it('for an owner of some of its events alone', async () => {
    const series = await weekly()
    await staff.rest.patch(`/api/events/${series.events[2]!.id}`, { createdBy: stranger.id })
    const answer = await owner.app.patch(`events/${series.events[0]!.id}/?scope=all`, {
      title: 'Mine',
    })
    expect(answer.status).toBe(403)
    expect(new Set(titles(await reread(series)))).toEqual(new Set(['Solder Evening']))
  })
})

describe('deleting', () => {
  const gone = async (series: TestSeries) => (await reread(series)).map((event) => !event)

  it('this event leaves out its day', async () => {
    const series = await weekly()
    expect((await owner.app.delete(`events/${series.events[1]!.id}/`)).status).toBe(204)
    expect(await gone(series)).toEqual([false, true, false, false, false, false])
    expect(await ruleOf(series.id)).toMatchObject({
      rrule: 'FREQ=WEEKLY;COUNT=6',
      exdates: ['2031-03-15'],
      occurrences: 5,
    })
  })

  it.each([
    ['v1', (id: number) => owner.app.delete(`events/${id}/?scope=following`), 204],
    [
      'REST',
      (id: number) => owner.rest.delete(`/api/events/${id}?scope=following&select[title]=true`),
      200,
    ],
  ] as const)('the following over %s ends the rule', async (_, remove, status) => {
    const series = await weekly()
    expect((await remove(series.events[2]!.id)).status).toBe(status)
    expect(await gone(series)).toEqual([false, false, true, true, true, true])
    expect(await ruleOf(series.id)).toMatchObject({ rrule: 'FREQ=WEEKLY;UNTIL=20310322T165959Z' })
  })

  it.each(['all', 'following'])('%s from the first event deletes the series', async (scope) => {
    const series = await weekly()
    expect((await owner.app.delete(`events/${series.events[0]!.id}/?scope=${scope}`)).status).toBe(
      204,
    )
    expect(await gone(series)).toEqual(Array.from({ length: 6 }, () => true))
    expect((await staff.app.get(`series/${series.id}/`)).status).toBe(404)
    const { rows } = await poolOf(platform.payload).query('SELECT 1 FROM series WHERE id = $1', [
      series.id,
    ])
    expect(rows).toEqual([])
  })

  it('the last one by itself deletes the series too', async () => {
    const series = await weekly({ rrule: 'FREQ=WEEKLY;COUNT=2' })
    for (const { id } of series.events)
      await owner.rest.delete(`/api/events/${id}?select[title]=true`)
    const { rows } = await poolOf(platform.payload).query('SELECT 1 FROM series WHERE id = $1', [
      series.id,
    ])
    expect(rows).toEqual([])
  })

  it('is refused as a whole while somebody is registered, and names the events', async () => {
    const series = await weekly()
    await register(series.events[4]!.id)
    const answer = await owner.app.delete(`events/${series.events[2]!.id}/?scope=following`)
    expect([answer.status, answer.body.code]).toEqual([409, 'event_has_registrations'])
    expect(answer.body.detail).toContain(`2031-04-05 (event ${series.events[4]!.id})`)
    expect(await reread(series)).toHaveLength(6)
    expect(await gone(series)).toEqual(Array.from({ length: 6 }, () => false))
  })
})

describe('what a scope cannot do', () => {
  it.each([
    ['an unknown one', 'everything'],
    ['two', 'this,all'],
  ])('%s', async (_, scope) => {
    const series = await weekly()
    const [first] = series.events
    for (const answer of [
      await owner.app.patch(`events/${first!.id}/?scope=${scope}`, { title: 'New' }),
      await owner.app.delete(`events/${first!.id}/?scope=${scope}`),
    ]) {
      expect([answer.status, Object.keys(answer.body.details)]).toEqual([400, ['scope']])
    }
    expect(
      (await owner.rest.patch(`/api/events/${first!.id}?scope=${scope}`, { title: 'N' })).status,
    ).toBe(400)
    expect(await reread(series)).toEqual(series.events)
  })

  it('a change of many events at once has none', async () => {
    const series = await weekly()
    const answer = await owner.rest.patch(
      `/api/events?where[id][equals]=${series.events[0]!.id}&scope=all`,
      { title: 'New' },
    )
    expect(answer.status).toBe(400)
    expect(await reread(series)).toEqual(series.events)
  })

  it('reaches nothing beside an event without a series', async () => {
    const { body } = await owner.app.post('events/', {
      title: 'Alone',
      description: 'One day',
      start_date: '2031-03-08T17:00:00Z',
      end_date: '2031-03-08T19:00:00Z',
      location: 'Ulm',
      max_participants: 3,
    })
    const changed = await owner.app.patch(`events/${body.id}/?scope=all`, { title: 'Still alone' })
    expect([changed.status, changed.body.title]).toEqual([200, 'Still alone'])
    expect((await owner.app.delete(`events/${body.id}/?scope=all`)).status).toBe(204)
  })

  it('is refused to strangers, as without it', async () => {
    const series = await weekly()
    const path = `events/${series.events[0]!.id}/?scope=all`
    expect((await stranger.app.patch(path, { title: 'Mine' })).status).toBe(403)
    expect((await stranger.app.delete(path)).status).toBe(403)
    expect(await reread(series)).toEqual(series.events)
  })
})

it('a client cannot write how an event belongs to a series', async () => {
  const series = await weekly()
  const other = await weekly()
  const [event] = series.events
  for (const client of [owner, staff]) {
    await client.rest.patch(`/api/events/${event!.id}`, {
      series: other.id,
      occurrence: '2000-01-01T00:00:00',
      occurrenceEdited: true,
    })
  }
  expect((await stored(series.id))[0]).toEqual({ slot: '2031-03-08T18:00:00', edited: false })
})

it('an older version that is restored stays in its series', async () => {
  const series = await weekly()
  const [, second] = series.events
  await owner.app.patch(`events/${second!.id}/?scope=following`, { title: 'New' })
  const { body } = await owner.rest.get(
    `/api/events/versions?where[parent][equals]=${second!.id}&sort=createdAt&depth=0`,
  )
  await owner.rest.post(`/api/events/versions/${body.docs[0].id}`)
  const after = (await owner.app.get(`events/${second!.id}/`)).body
  expect(after.title).toBe('Solder Evening')
  expect(after.series).not.toBe(series.id)
})

it('a copy of an occurrence is a single event', async () => {
  const series = await weekly()
  const { body } = await owner.rest.post(
    `/api/events/${series.events[0]!.id}/duplicate?depth=0`,
    {},
  )
  expect(body.doc).toMatchObject({ series: null, occurrence: null, occurrenceEdited: false })
  expect(await eventsOf(owner.app, series.id)).toHaveLength(6)
})

it('events of a series have the tags of the first, in their versions too', async () => {
  const { body } = await owner.app.post('events/', meeting)
  await owner.rest.patch(`/api/events/${body.id}`, { tags: ['solder', 'beginners'] })
  await owner.app.post(`events/${body.id}/repeat/`, { rrule: 'FREQ=WEEKLY;COUNT=3' })
  const { series } = (await owner.app.get(`events/${body.id}/`)).body
  const tags = async () => {
    const { body: page } = await owner.rest.get(
      `/api/events?where[series][equals]=${series}&sort=startDate&depth=0`,
    )
    return page.docs.map((doc: { tags: string[] }) => doc.tags)
  }
  expect(await tags()).toEqual(Array.from({ length: 3 }, () => ['solder', 'beginners']))
  const [, second] = await eventsOf(owner.app, series)
  const versions = await owner.rest.get(
    `/api/events/versions?where[parent][equals]=${second!.id}&depth=0`,
  )
  expect(versions.body.docs[0].version.tags).toEqual(['solder', 'beginners'])

  await owner.rest.patch(`/api/events/${body.id}?scope=all`, { tags: ['robots'] })
  expect(await tags()).toEqual(Array.from({ length: 3 }, () => ['robots']))
})

it('every table that belongs to an event is known to the copies', async () => {
  const { rows } = await poolOf(platform.payload).query(
    `SELECT conrelid::regclass::text AS name FROM pg_constraint
     JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
     WHERE confrelid = 'events'::regclass AND contype = 'f' AND attname = 'parent_id' ORDER BY 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(['_events_v', 'events_texts'])
})
