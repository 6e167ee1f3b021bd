import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { paragraph, richText } from '../../src/features/demo/richText.ts'
import { createEvent, eventData, inDays } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Texts, zones and dates that people write, on every surface that takes them. */
let platform: TestPlatform
let staff: Client
let app: Client

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  const { user, token } = await signedInUser(platform.payload, 'staff')
  staff = clientOf(platform.url, token)
  app = appOf(platform.url, accessTokenOf(platform.payload, user.id))
})

afterAll(() => platform.stop())

type Texts = Partial<ReturnType<typeof eventData>>

const v1Body = (texts: Texts) => {
  const { title, description, location, maxParticipants, startDate, endDate } = eventData(texts)
  return {
    ...{ title, description, location, max_participants: maxParticipants },
    ...{ start_date: startDate, end_date: endDate },
  }
}

const graphqlStatus = ({ body }: ApiResponse): number =>
  body.errors?.[0]?.extensions?.statusCode ?? 201

const createOver: Record<string, (texts: Texts) => Promise<number>> = {
  v1: async (texts) => (await app.post('events/', v1Body(texts))).status,
  REST: async (texts) => (await staff.post('/api/events', eventData(texts))).status,
  GraphQL: async (texts) =>
    graphqlStatus(
      await staff.graphql(
        'mutation ($data: mutationEventInput!) { createEvent(data: $data) { id } }',
        { data: eventData(texts) },
      ),
    ),
}
const surfaces = Object.keys(createOver)

describe('a length', () => {
  const astral = '🤖'
  it.each(
    surfaces.flatMap((surface) =>
      [
        ['title', 200],
        ['location', 255],
        ['description', 200_000],
      ].map(([field, most]) => [surface, field as string, most as number] as const),
    ),
  )('counts characters over %s: %s has at most %i', async (surface, field, most) => {
    expect(await createOver[surface]!({ [field]: astral.repeat(most) })).toBe(201)
    expect(await createOver[surface]!({ [field]: astral.repeat(most + 1) })).toBe(400)
  })

  it('counts characters in the name of a user, a reason and a search', async () => {
    const { user, token } = await signedInUser(platform.payload)
    const self = clientOf(platform.url, token)
    const rename = (length: number) =>
      self.patch(`/api/users/${user.id}`, { displayName: astral.repeat(length) })
    expect([(await rename(200)).status, (await rename(201)).status]).toEqual([200, 400])

    const event = await createEvent(platform.payload)
    const cancel = (length: number) =>
      staff.patch(`/api/events/${event.id}`, { cancellationReason: astral.repeat(length) })
    expect([(await cancel(1000)).status, (await cancel(1001)).status]).toEqual([200, 400])

    const search = (length: number) =>
      app.get(`events/?search=${encodeURIComponent(astral.repeat(length))}`)
    expect([(await search(500)).status, (await search(501)).status]).toEqual([200, 400])
  })
})

/** A text of 200,000 characters. */
const fill = (part: (index: number) => string) => {
  const parts: string[] = []
  for (let length = 0, index = 0; length < 200_000; index += 1) {
    const next = part(index)
    parts.push(next)
    length += Array.from(next).length
  }
  return Array.from(parts.join('')).slice(0, 200_000).join('')
}

const chinese = (index: number) => String.fromCodePoint(0x4e00 + (index % 20_000))
const rare = (index: number) => String.fromCodePoint(0x20000 + (index % 40_000))

const long: Record<string, string> = {
  'hyphenated Chinese words': fill((i) => `${chinese(i)}${chinese(7 * i)}-`),
  'rare Chinese words': fill((i) => `${rare(i)}${rare(7 * i)} `),
  'words joined by _': 'a_'.repeat(100_000),
  'decomposed letters': fill((i) => `e\u0301${i} `),
  'a ligature of 18 letters': fill((i) => `\ufdfa${i} `),
  'half characters': 'x\ud800'.repeat(100_000),
}

describe('a save never fails for its text', () => {
  it.each(Object.entries(long))('%s', async (_kind, description) => {
    const created = await app.post('events/', v1Body({ description }))
    expect(created.status).toBe(201)
    const path = `/api/events/${created.body.id}?depth=0&select[title]=true`
    expect((await staff.patch(path, { description, title: 'Changed' })).status).toBe(200)
  })

  it('a rich text of one word', async () => {
    const event = await createEvent(platform.payload)
    const body = richText(paragraph('a'.repeat(1_000_000)))
    expect((await staff.patch(`/api/events/${event.id}`, { body })).status).toBe(200)
  })

  it.each(['title', 'location'])('the longest %s', async (field) => {
    const most = field === 'title' ? 200 : 255
    const text = Array.from({ length: most }, (_, index) => rare(index * 31)).join('')
    expect((await staff.post('/api/events', eventData({ [field]: text }))).status).toBe(201)
  })

  it('a null character is refused', async () => {
    for (const surface of surfaces) {
      expect(await createOver[surface]!({ description: 'a\0b' })).toBe(400)
    }
  })

  it('a key of an index that is too large is refused', async () => {
    const random = Array.from({ length: 6000 }, (_, i) => ((i * 7919) % 36).toString(36)).join('')
    const address = `${random}@example.com`
    const body = { username: 'large-key', email: address, password: 'a Robot that 3ats' }
    expect((await staff.post('/api/users', { ...body, timezone: 'UTC' })).status).toBe(400)
  })
})

describe('a search', () => {
  beforeAll(async () => {
    await createEvent(platform.payload, {
      title: 'São Paulo HS/MS qualifier',
      location: 'St.Louis, Łódź',
      description: 'Gießen, ŠKODA, robo-cup_2031 and the crème.',
    })
  })

  it.each([
    'sao',
    'São',
    'ms',
    'HS/MS',
    'louis',
    'st.louis',
    'lodz',
    'giessen',
    'Gießen',
    'skoda',
    'robo-cup',
    'cup',
    'creme',
    '"sao paulo"',
    'paulo -berlin',
  ])('finds %s', async (words) => {
    const { body } = await app.get(`events/?search=${encodeURIComponent(words)}`)
    expect(body.results.map(({ title }: { title: string }) => title)).toContain(
      'São Paulo HS/MS qualifier',
    )
  })

  it('leaves out what it excludes', async () => {
    const { body } = await app.get(`events/?search=${encodeURIComponent('paulo -louis')}`)
    expect(body.results).toEqual([])
  })
})

describe('a time zone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['ASIA/KOLKATA', 'Asia/Kolkata'],
    ['utc', 'UTC'],
    ['us/eastern', 'US/Eastern'],
    ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    [' Europe/Kyiv ', 'Europe/Kyiv'],
  ])('%s is stored as %s', async (given, name) => {
    const { body } = await staff.post('/api/events', eventData({ timezone: given }))
    expect(body.doc.timezone).toBe(name)
    const { user, token } = await signedInUser(platform.payload)
    const changed = await clientOf(platform.url, token).patch(`/api/users/${user.id}`, {
      timezone: given,
    })
    expect(changed.body.doc.timezone).toBe(name)
  })

  it.each(['', 'Berlin', 'CT', '+02:00', 'Europe/Berlin\0', 'Mars/Base', 'PST', 'SystemV/PST8'])(
    '%j is refused',
    async (timezone) => {
      expect((await staff.post('/api/events', eventData({ timezone }))).status).toBe(400)
    },
  )
})

describe('a year below 100', () => {
  const early = [
    '0050-06-01T10:00:00Z',
    '0099-12-31T23:59:59Z',
    '0100-01-01T00:00:00+14:00',
    '50-06-01',
  ]
  it.each(surfaces.flatMap((surface) => early.map((start) => [surface, start] as const)))(
    'is refused over %s: %s',
    async (surface, startDate) => {
      expect(await createOver[surface]!({ startDate, endDate: inDays(2) })).toBe(400)
    },
  )

  it('is refused on a change, and the year 100 is kept', async () => {
    const event = await createEvent(platform.payload)
    const path = `/api/events/${event.id}`
    expect((await staff.patch(path, { registrationOpensAt: '0001-01-01T00:00:00Z' })).status).toBe(
      400,
    )
    const startDate = '0100-01-02T00:00:00.000Z'
    expect((await staff.patch(path, { startDate })).body.doc.startDate).toBe(startDate)
    expect((await app.get(`events/${event.id}/`)).body.start_date).toBe('0100-01-02T00:00:00Z')
  })
})

it('spells the zones of older rows', async () => {
  const { up } = await import('../../src/database/migrations/20261126_224200_zone_names.ts')
  const event = await createEvent(platform.payload)
  await poolOf(platform.payload).query(
    `UPDATE events SET timezone = 'europe/berlin' WHERE id = $1`,
    [event.id],
  )
  const before = await poolOf(platform.payload).query('SELECT count(*) FROM outbox')
  await up({ db: platform.payload.db.drizzle } as never)
  const { body } = await app.get(`events/${event.id}/`)
  expect(body.timezone).toBe('Europe/Berlin')
  expect((await poolOf(platform.payload).query('SELECT count(*) FROM outbox')).rows).toEqual(
    before.rows,
  )
})
