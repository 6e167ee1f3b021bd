import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'

import { createEvent, eventData } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let admin: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  admin = await newCaller(platform, 'admin')
  await createEvent(platform.payload)
})

afterAll(() => platform.stop())

const operators = [
  ...[
    'equals',
    'not_equals',
    'in',
    'not_in',
    'all',
    'exists',
    'greater_than',
    'greater_than_equal',
  ],
  ...[
    'less_than',
    'less_than_equal',
    'like',
    'not_like',
    'contains',
    'near',
    'within',
    'intersects',
  ],
]
const values: unknown[] = [
  ...['x', '', 'null', "'", '%', '-1', 'NaN', '1e400', '99999999999999999999', '{"a":1}', '1,2,x'],
  ...[
    '0001-01-01T00:00:00+14:00',
    '0000-01-01',
    '9999-12-31T23:59:59-14:00',
    '+275760-09-13',
    '2031-05-03',
  ],
  ...[null, true, 7, -1, 2 ** 53, [], ['x'], [[1]], { a: 1 }, { __proto__: null, constructor: 1 }],
]

const wrongTypes = [['x'], { a: 1 }, 7, true, '0001-01-01T00:00:00+14:00', 'NaN', 1e300, [[]]]

describe.each(['events', 'registrations', 'users', 'media'] as const)('%s', (slug) => {
  const paths = () => {
    const { flattenedFields } = platform.payload.collections[slug].config
    const relations = flattenedFields.filter((field) => 'relationTo' in field)
    return [
      'id',
      ...flattenedFields.map(({ name }) => name),
      ...relations.flatMap(({ name }) => [`${name}.id`, `${name}.createdAt`, `${name}.createdBy`]),
      '__proto__',
      'constructor',
      'a.b.c.d',
      'id.id',
    ]
  }

  it('no operator on any field with any value is an error of the server', async () => {
    const wheres = paths().flatMap((path) =>
      operators.flatMap((operator) =>
        values.map((value) => JSON.stringify({ [path]: { [operator]: value } })),
      ),
    )
    const failed: string[] = []
    // A part, at another place for each collection: all together take minutes.
    const step = soak(181, 13)
    const some = wheres.filter((_, index) => index % step === slug.length % step)
    for (let start = 0; start < some.length; start += 20) {
      await Promise.all(
        some.slice(start, start + 20).map(async (where) => {
          const path = `/api/${slug}?depth=0&limit=1&where=${encodeURIComponent(where)}`
          const { status } = await admin.rest.get(path)
          if (status >= 500) failed.push(`${status} ${where}`)
        }),
      )
    }
    expect(failed).toEqual([])
  }, 120_000)

  it('no value of another type is stored, nor an error of the server', async () => {
    const failed: string[] = []
    for (const [at, path] of paths().entries()) {
      for (const value of wrongTypes.filter((_, index) => (at + index) % soak(3, 1) === 0)) {
        const { status } = await admin.rest.post(`/api/${slug}`, {
          ...(slug === 'events' ? eventData() : {}),
          [path]: value,
        })
        if (status >= 500) failed.push(`${status} ${path} ${JSON.stringify(value)}`)
      }
    }
    expect(failed).toEqual([])
  }, 60_000)
})

it.each([['description'], ['title'], ['location']])('a list in %s is refused', async (field) => {
  for (const value of [['long'], { a: 1 }, 7, true]) {
    const { status, body } = await admin.rest.post('/api/events', {
      ...eventData(),
      [field]: value,
    })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('must be text')])
  }
})

it('an end date that is a day alone includes what ends on it', async () => {
  await createEvent(platform.payload, {
    title: 'Ends that day',
    startDate: '2031-05-03T08:00:00Z',
    endDate: '2031-05-03T23:59:00Z',
  })
  const countOf = async (query: string) =>
    (await appOf(platform.url).get(`events/?${query}`)).body.count as number

  expect(await countOf('start_date=2031-05-03&end_date=2031-05-03')).toBe(1)
  expect(await countOf('end_date=2031-05-03T00:00:00Z&start_date=2031-05-03')).toBe(0)
  expect(await countOf('start_date=2031-05-04&end_date=2031-05-04')).toBe(0)
})

it('a refused request of an anonymous caller stores nothing under its key', async () => {
  const anyone = appOf(platform.url)
  const rows = async () =>
    (await poolOf(platform.payload).query('SELECT 1 FROM idempotency_keys')).rowCount
  const before = await rows()
  for (let index = 0; index < 5; index += 1) {
    const headers = { 'Idempotency-Key': randomUUID() }
    const { status } = await anyone.post('auth/email/confirm/', { token: 'x' }, { headers })
    expect(status).toBeGreaterThanOrEqual(400)
  }
  expect(await rows()).toBe(before)
})
