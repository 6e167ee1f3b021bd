import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'

import { createEvent } from '../factories/events.ts'
import { createUser } from '../factories/users.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let admin: Caller

const starts: Record<string, string> = {
  before: '2031-05-02T23:59:59.999Z',
  first: '2031-05-03T00:00:00.000Z',
  noon: '2031-05-03T12:00:00.000Z',
  last: '2031-05-03T23:59:59.999Z',
  after: '2031-05-04T00:00:00.000Z',
}

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  admin = await newCaller(platform, 'admin')
  for (const [title, startDate] of Object.entries(starts)) {
    await createEvent(platform.payload, {
      title,
      startDate,
      endDate: '2031-06-01T00:00:00.000Z',
      location: 'Days',
      ...(title === 'noon' ? { registrationClosesAt: starts.first } : {}),
    })
  }
})
afterAll(() => platform.stop())

const all = Object.keys(starts)
const onDay = ['first', 'noon', 'last']
const day = '2031-05-03'

describe('a filter of a date by', () => {
  const byDay: [where: Record<string, unknown>, titles: string[]][] = [
    [{ equals: day }, onDay],
    [{ equals: ` ${day} ` }, onDay],
    [{ not_equals: day }, ['before', 'after']],
    [{ greater_than: day }, ['after']],
    [{ greater_than_equal: day }, [...onDay, 'after']],
    [{ less_than: day }, ['before']],
    [{ less_than_equal: day }, ['before', ...onDay]],
    [{ greater_than_equal: day, less_than_equal: day }, onDay],
  ]
  const byList: typeof byDay = [
    [{ in: [day, '2031-05-04'] }, [...onDay, 'after']],
    [{ in: [starts.before!, day] }, ['before', ...onDay]],
    [{ in: [starts.noon!] }, ['noon']],
    [{ not_in: [day] }, ['before', 'after']],
    [{ not_in: [day, starts.after!] }, ['before']],
  ]
  const byInstant: typeof byDay = [
    [{ equals: starts.first }, ['first']],
    [{ equals: '2031-05-03T12:00:00+00:00' }, ['noon']],
    [{ equals: '2031-05-02T23:00:00Z' }, []],
    [{ not_equals: starts.noon }, ['before', 'first', 'last', 'after']],
    [{ greater_than: starts.first }, ['noon', 'last', 'after']],
    [{ less_than_equal: starts.first }, ['before', 'first']],
    [{ greater_than_equal: starts.last }, ['last', 'after']],
    [{ less_than: starts.noon }, ['before', 'first']],
  ]

  const inDays = { location: { equals: 'Days' } }
  const titlesOf = (body: { docs: { title: string }[] }) => body.docs.map(({ title }) => title)
  const overRest = async (where: unknown) => {
    const whole = encodeURIComponent(JSON.stringify(where))
    const { body } = await admin.rest.get(`/api/events?depth=0&sort=startDate&where=${whole}`)
    return titlesOf(body)
  }
  const overGraphql = async (where: unknown) => {
    const query =
      'query($where: Event_where) { Events(where: $where, sort: "startDate") { docs { title } } }'
    const { body } = await admin.rest.graphql(query, { where })
    expect(body.errors).toBeUndefined()
    return titlesOf(body.data.Events)
  }

  it.each([...byDay, ...byList, ...byInstant])(
    '%j finds %j over REST',
    async (startDate, titles) => {
      expect(await overRest({ ...inDays, startDate })).toEqual(titles)
      expect(await overRest({ and: [inDays, { or: [{ startDate }] }] })).toEqual(titles)
    },
  )

  it.each([...byDay.slice(0, 1), ...byDay.slice(2), ...byInstant])(
    '%j finds %j over GraphQL',
    async (startDate, titles) => {
      expect(await overGraphql({ AND: [inDays, { startDate }] })).toEqual(titles)
    },
  )

  it('a day takes the list with commas, and the short form, as generated clients write them', async () => {
    const list = `where[location]=Days&where[startDate][in]=${day},2031-05-04`
    expect(titlesOf((await admin.rest.get(`/api/events?sort=startDate&${list}`)).body)).toEqual([
      ...onDay,
      'after',
    ])
    const short = `where[location]=Days&where[startDate]=${day}`
    expect(titlesOf((await admin.rest.get(`/api/events?sort=startDate&${short}`)).body)).toEqual(
      onDay,
    )
    const count = await admin.rest.get(`/api/events/count?${short}`)
    expect(count.body.totalDocs).toBe(3)
  })

  it('a day is also one in a field of a related document, and in an empty field', async () => {
    const event = await createEvent(platform.payload, {
      startDate: starts.noon,
      endDate: starts.after,
    })
    await admin.rest.post('/api/registrations', { event: event.id })
    const related = await admin.rest.get(`/api/registrations?where[event.startDate][equals]=${day}`)
    expect(related.body.totalDocs).toBe(1)

    expect(await overRest({ ...inDays, registrationClosesAt: { equals: day } })).toEqual(['noon'])
    expect(await overRest({ ...inDays, registrationClosesAt: { not_equals: day } })).toEqual(
      all.filter((title) => title !== 'noon'),
    )
  })

  it.each(['2031-02-30', '2031-13-01', '0000-01-01'])(
    '%s, which no calendar has, is refused',
    async (value) => {
      const { status } = await admin.rest.get(`/api/events?where[startDate][equals]=${value}`)
      expect(status).toBe(400)
    },
  )

  describe('a time that is picked in the panel', () => {
    const find = async (startDate: object, cookie = 'robo-events-zone=America%2FNew_York') => {
      const headers = new Headers({ cookie })
      const user = (await platform.payload.findByID({
        collection: 'users',
        id: admin.id,
        overrideAccess: true,
      })) as never
      const req = await createLocalReq({ req: { headers }, user }, platform.payload)
      const { docs } = await platform.payload.find({
        collection: 'events',
        where: { ...inDays, startDate },
        sort: 'startDate',
        overrideAccess: false,
        req,
      })
      return titlesOf({ docs })
    }
    it.each([
      // Midnight in New York.
      [{ equals: '2031-05-03T04:00:00.000Z' }, ['noon', 'last', 'after']],
      [{ not_equals: '2031-05-03T04:00:00.000Z' }, ['before', 'first']],
      [{ equals: '2031-05-03T23:59:00.000Z' }, ['last']],
      [{ greater_than: '2031-05-03T04:00:00.000Z' }, ['noon', 'last', 'after']],
      [{ equals: '2031-05-03T04:00:00.001Z' }, []],
    ])('%j finds %j', async (startDate, titles) => expect(await find(startDate)).toEqual(titles))

    it('is no day for a browser without a zone, or with none that exists', async () => {
      const midnight = { equals: '2031-05-03T04:00:00.000Z' }
      expect(await find(midnight, '')).toEqual([])
      expect(await find(midnight, 'robo-events-zone=Mars%2FOlympus')).toEqual([])
    })

    it('is an instant over REST, cookie or not', async () => {
      const path = '/api/events?where[startDate][equals]=2031-05-03T04:00:00.000Z'
      const headers = { cookie: 'robo-events-zone=America%2FNew_York' }
      expect((await admin.rest.get(path, { headers })).body.docs).toEqual([])
    })
  })
})

describe('a search for a part of a name', () => {
  let eventId: number
  beforeAll(async () => {
    eventId = (
      await createEvent(platform.payload, {
        title: 'Zürich Micromouse “Öffnung” ΑΘΗΝΑ',
        location: 'Łódź, Straße 5, Hall ﬁve',
        maxParticipants: 50,
      })
    ).id
    for (const [username, displayName] of [
      ['novotna', 'Jana NOVOTNÁ'],
      ['obrien', 'Conor O’Brien'],
      ['mueller', ''],
      ['kyiv', 'Київ Їжак'],
      ['plain', 'Anna 100%'],
    ] as const) {
      const user = await createUser(platform.payload, 'attendee', {
        username,
        displayName: displayName || null,
        ...(username === 'mueller' ? { email: 'jorg@müller.example' } : {}),
      })
      const { status } = await admin.rest.post('/api/registrations', {
        event: eventId,
        user: user.id,
      })
      expect(status).toBe(201)
    }
  })

  const found = async (slug: string, or: object[]) => {
    const where = encodeURIComponent(JSON.stringify({ or }))
    const { body } = await admin.rest.get(`/api/${slug}?depth=0&sort=id&limit=50&where=${where}`)
    return body.docs as Record<string, string>[]
  }

  it.each([
    ['zurich', true],
    ['ZÜRICH', true],
    ['Zürich'.normalize('NFD'), true],
    ['micro offnung', true],
    ['αθηνα', true],
    ['lodz', true],
    ['strasse', true],
    ['five', true],
    ['zurichs', false],
  ])('finds the event by %j: %s', async (typed, isFound) => {
    const docs = await found('events', [{ title: { like: typed } }, { location: { like: typed } }])
    expect(docs.some(({ id }) => (id as unknown) === eventId)).toBe(isFound)
  })

  const people: [typed: string, username: string | undefined][] = [
    ['novotna', 'novotna'],
    ['jana novotná', 'novotna'],
    ["o'brien", 'obrien'],
    ['O’BRIEN', 'obrien'],
    ['muell', 'mueller'],
    ['київ їж', 'kyiv'],
    ['100%', 'plain'],
    ['nobody', undefined],
  ]

  const attendeeNames: Record<string, string> = {
    novotna: 'Jana NOVOTNÁ',
    obrien: 'Conor O’Brien',
    mueller: 'mueller',
    kyiv: 'Київ Їжак',
    plain: 'Anna 100%',
  }

  it.each(people)('finds the user by %j: %s', async (typed, username) => {
    for (const operator of ['like', 'contains']) {
      const fields = ['username', 'displayName'] as const
      const docs = await found(
        'users',
        fields.map((field) => ({ [field]: { [operator]: typed } })),
      )
      expect(docs.map((doc) => doc.username)).toEqual(username ? [username] : [])
    }
  })

  it('finds the user by an address with accents, typed without', async () => {
    const docs = await found('users', [{ email: { like: 'jorg@muller' } }])
    expect(docs.map(({ username }) => username)).toEqual(['mueller'])
  })

  it.each(people)('finds the registration by %j: %s', async (typed, username) => {
    const docs = await found('registrations', [
      { attendeeName: { like: typed } },
      { ticketCode: { like: typed } },
    ])
    const wanted = username ? [attendeeNames[username]] : []
    expect(docs.map(({ attendeeName }) => attendeeName)).toEqual(wanted)
  })

  it('finds no other registrations: by a name that a display name hides, or by what is excluded', async () => {
    expect(await found('registrations', [{ attendeeName: { like: 'plain' } }])).toEqual([])
    const others = await found('registrations', [
      { and: [{ event: { equals: eventId } }, { attendeeName: { not_like: 'novotna' } }] },
    ])
    expect(others).toHaveLength(4)
  })

  it('finds a ticket by a part of its code, in lower case', async () => {
    const [one] = await found('registrations', [{ event: { equals: eventId } }])
    const part = one!.ticketCode!.slice(5, 15).toLowerCase()
    const docs = await found('registrations', [{ ticketCode: { like: part } }])
    expect(docs.map(({ id }) => id)).toEqual([one!.id])
  })
})
