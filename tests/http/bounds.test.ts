import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { crowd } from '../factories/users.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let staff: Client
let eventId: number

beforeAll(async () => {
  platform = await startTestPlatform({
    DATABASE_STATEMENT_SECONDS: '1',
    GRAPHQL_INTROSPECTION: 'off',
    // As for a load test: other settings with it have no effect.
    RATE_LIMITS: 'off',
    RATE_LIMIT_REQUESTS: '1/600',
  })
  anyone = appOf(platform.url)
  staff = (await signedInApp(platform, 'admin')).app
  eventId = (await createEvent(platform.payload)).id
})

afterAll(() => platform.stop())

describe('GraphQL refuses with 400, and no stack,', () => {
  const deep = (levels: number, inner = 'id'): string =>
    levels === 0 ? inner : `createdBy { ${deep(levels - 1, inner)} }`
  const many = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index)).join(' ')

  /** Fragments of an event that each spread the next one, NEXT, and a last one. */
  const doubled = (count: number, each: string, last: string) =>
    `${many(count, (i) => `fragment f${i} on Event { ${each.replaceAll('NEXT', `f${i + 1}`)} }`)}
     fragment f${count} on Event { ${last} }`

  it.each([
    ['too many levels', `{ Event(id: 1) { ${deep(12)} } }`, /depth limit of 10/],
    [
      'too many levels in fragments',
      `{ Event(id: 1) { ...a } } fragment a on Event { createdBy { ...b } }
       fragment b on User { ${deep(0)} } fragment c on Event { ${deep(12)} }`,
      /limit|never used|Cannot/,
    ],
    [
      'too many aliases',
      `{ ${many(31, (i) => `a${i}: Event(id: ${i}) { id }`)} }`,
      /Aliases limit/,
    ],
    [
      'too many directives',
      `{ Event(id: 1) { id ${many(21, () => '@include(if: true)')} } }`,
      /Directives limit|directive/,
    ],
    ['too many words', `{ ${many(1000, () => 'Event(id: 1) { id }')} }`, /tokens/],
    [
      'fragments that each spread the next one twice',
      `{ Event(id: 1) { ...f0 } } ${doubled(60, 'id ...NEXT ...NEXT', 'id')}`,
      /complexity/,
    ],
    [
      'the same without a field, and not spread',
      `{ __typename } ${doubled(60, '...NEXT ...NEXT', 'id')}`,
      /complexity/,
    ],
    [
      'the same with inline fragments',
      `{ Event(id: 1) { ...f0 } } ${doubled(60, '... { ...NEXT } ... on Event { ...NEXT }', 'id')}`,
      /complexity/,
    ],
    [
      'aliases in them',
      `{ Event(id: 1) { ...f0 } } ${doubled(6, '...NEXT ...NEXT', 'a: id')}`,
      /Aliases limit/,
    ],
    [
      'directives in them',
      `{ Event(id: 1) { ...f0 } } ${doubled(6, '...NEXT ...NEXT', 'id @include(if: true)')}`,
      /Directives limit/,
    ],
    [
      'a fragment that spreads itself',
      '{ Event(id: 1) { ...a } } fragment a on Event { ...a }',
      /within itself/,
    ],
    [
      'fragments in a ring',
      `{ Event(id: 1) { ...a } } fragment a on Event { ...b }
       fragment b on Event { createdBy { ...c } } fragment c on User { ...a }`,
      /within itself/,
    ],
    ['a subscription', 'subscription { x }', /not supported/],
    ['no operation', 'fragment a on Event { id }', /never used/],
    ['the same field many times', `{ Event(id: 1) { ${many(300, () => 'id')} } }`, /more than 40/],
    [
      'the same field many times, level by level',
      `{ ${many(8, () => `Event(id: 1) { ${many(8, () => 'createdBy { id }')} }`)} }`,
      /more than 40/,
    ],
    ['a long text', `{ Event(id: 1) { id } } # ${'x'.repeat(250_000)}`, /characters/],
    ['many lists', `{ ${many(21, (i) => `a${i}: countEvents { totalDocs }`)} }`, /complexity/],
    [
      'lists in each document of a list',
      '{ Events(limit: 1000) { docs { registrations { totalDocs } } } }',
      /complexity/,
    ],
    [
      'the same, with a default of a variable',
      'query ($n: Int = 1000) { Events(limit: $n) { docs { registrations { totalDocs } } } }',
      /complexity/,
    ],
    ['lists in a value', `{ Events(where: ${'['.repeat(950)}${']'.repeat(950)}) { page } }`, /./],
    ['many operations', many(300, (i) => `query q${i} { Events { page } }`), /tokens/],
    [
      'many operations of one name',
      many(200, () => 'query q { Events { page } }'),
      /one operation/,
    ],
    [
      'too much work',
      `{ ${many(30, (i) => `a${i}: Registration(id: ${i}) { event { createdBy { id } updatedBy { id } coverImage { createdBy { id } } } }`)} }`,
      /complex/,
    ],
    ['what its schema is', '{ __schema { types { name } } }', /introspection/i],
    ['what is no GraphQL', '{ Event(id: ', /Syntax Error/],
  ])('%s', async (_what, query, message) => {
    const { status, body } = await anyone.post('/api/graphql', { query })

    expect(status).toBe(400)
    expect(body.errors[0].message).toMatch(message)
    expect(body).not.toHaveProperty('data')
    expect(JSON.stringify(body)).not.toContain('node_modules')
  })

  it('doubled fragments around the schema', async () => {
    const doubled = many(60, (i) => `fragment f${i} on __Type { ...f${i + 1} ...f${i + 1} }`)
    const query = `{ __schema { types { ...f0 } } } ${doubled} fragment f60 on __Type { name }`

    expect((await anyone.post('/api/graphql', { query })).status).toBe(400)
  })

  it('a filter in one variable that many fields use', async () => {
    const words = Array.from({ length: 991 }, () => 'ab')
      .join(' ')
      .slice(0, 1990)
    const where = { or: Array.from({ length: 50 }, () => ({ title: { like: words } })) }
    const fields = many(10, (i) => `a${i}: countEvents(where: $where) { totalDocs }`)
    const query = `query ($where: Event_where) { ${fields} }`
    const variables = { where: { OR: where.or } }

    const { status, body } = await anyone.post('/api/graphql', { query, variables })

    expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(/complexity/)])
  })

  it.each([
    ['a field', '{ Events { doc { id } } }'],
    ['a field of the query', '{ Event_ }'],
    ['a type', '{ Event(id: 1) { ... on Evnt { id } } }'],
    ['an argument', '{ Event(id: 1, selekt: true) { id } }'],
    ['an argument of a directive', '{ Event(id: 1) { id @include(iff: true) } }'],
    ['an input', '{ Events(where: { titel: { equals: "x" } }) { totalDocs } }'],
    ['an enum', '{ Events(where: { status: { equals: publishd } }) { totalDocs } }'],
    ['an operation', 'mutation { creatEvent { id } }'],
  ])('%s that does not exist, without a suggestion', async (_what, query) => {
    const { status, body } = await anyone.post('/api/graphql', { query })

    expect(status).toBe(400)
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i)
  })

  it('the same in variables', async () => {
    const query = 'query ($where: Event_where) { Events(where: $where) { totalDocs } }'
    const answers = await Promise.all([
      anyone.post('/api/graphql', { query, variables: { where: { titel: { equals: 'x' } } } }),
      anyone.post('/api/graphql', {
        query,
        variables: { where: { status: { equals: 'publishd' } } },
      }),
    ])

    expect(answers.map(({ status }) => status)).toEqual([400, 400])
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toMatch(/did you mean/i)
  })

  it('more documents than one request is worth, where it asks for several lists', async () => {
    const query = `{ ${many(3, (i) => `a${i}: Events(limit: 1000) { totalDocs }`)} }`

    const { body } = await anyone.post('/api/graphql', { query })

    expect(body.data).toEqual({ a0: { totalDocs: 1 }, a1: { totalDocs: 1 }, a2: null })
    expect(body.errors[0].extensions.statusCode).toBe(400)
  })

  it('several queries at once', async () => {
    const query = { query: '{ Event(id: 1) { id } }' }

    expect((await anyone.post('/api/graphql', [query, query])).status).toBe(400)
  })

  it('and takes nothing but JSON', async () => {
    const form = { headers: { 'Content-Type': 'multipart/form-data; boundary=x' }, raw: '--x--' }

    expect((await anyone.post('/api/graphql', undefined, form)).status).toBe(415)
  })

  it('but answers what an app asks', async () => {
    const query = `{ Event(id: ${eventId}) { id title } }`

    const { status, body } = await anyone.post('/api/graphql', { query })

    expect([status, body.data.Event.id]).toEqual([200, eventId])
  })
})

const nested = (levels: number, value: unknown): unknown =>
  levels === 0 ? value : { and: [nested(levels - 1, value)] }

const title = { title: { equals: 'x' } }

describe('a filter is refused with', () => {
  const wheres: [name: string, where: unknown][] = [
    ['too many levels', nested(5, title)],
    ['too many conditions', { or: Array.from({ length: 51 }, () => title) }],
    ['too long a text', { title: { equals: 'x'.repeat(2001) } }],
    ['too long a list', { title: { in: Array.from({ length: 1001 }, () => 'x') } }],
  ]

  it.each(wheres)('%s: REST', async (_name, where) => {
    const form = {
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Payload-HTTP-Method-Override': 'GET',
      },
      raw: new URLSearchParams({ where: JSON.stringify(where) }).toString(),
    }

    const { status, body } = await anyone.post('/api/events', undefined, form)

    expect([status, body.errors[0].data]).toEqual([400, [{ path: 'where' }]])
  })

  it.each(wheres)('%s: GraphQL', async (_name, where) => {
    const inWords = JSON.parse(
      JSON.stringify(where).replaceAll('"and"', '"AND"').replaceAll('"or"', '"OR"'),
    )
    const { body } = await anyone.post('/api/graphql', {
      query: 'query ($where: Event_where) { Events(where: $where) { totalDocs } }',
      variables: { where: inWords },
    })

    expect(body.errors[0].extensions.statusCode).toBe(400)
  })

  it('what is asked within the bounds is answered', async () => {
    const where = encodeURIComponent(JSON.stringify(nested(4, title)))

    expect((await anyone.get(`/api/events?where=${where}`)).status).toBe(200)
  })
})

describe('a list', () => {
  it.each(['limit=0', 'limit=5000', 'pagination=false', 'limit=0&pagination=false'])(
    'asked for with %s has a page of a thousand at most',
    async (query) => {
      const { body } = await anyone.get(`/api/events?depth=0&${query}`)

      expect(body).toMatchObject({ limit: 1000, page: 1, totalDocs: 1, hasNextPage: false })
    },
  )

  it('is sorted by a few fields', async () => {
    const sort = ['title', '-title', 'id', '-id', 'status', '-status'].join(',')

    expect((await anyone.get(`/api/events?sort=${sort}`)).status).toBe(400)
  })

  it('goes no deeper into what it refers to than four documents', async () => {
    expect((await anyone.get('/api/events?depth=100')).status).toBe(200)
  })
})

it('a change of more than a thousand documents is refused whole', async () => {
  await crowd(platform.payload, 1001)

  const { status, body } = await staff.patch('/api/users?where[id][exists]=true', {
    displayName: 'Robot',
  })

  expect(status).toBe(400)
  expect(body.errors[0].message).toMatch(/^This would change 10\d\d documents/)
  const { rows } = await poolOf(platform.payload).query(
    `SELECT count(*)::int AS count FROM users WHERE display_name = 'Robot'`,
  )
  expect(rows).toEqual([{ count: 0 }])
})

describe('JSON of too many levels is refused', () => {
  const tower = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

  it.each([
    ['v1', 'events/'],
    ['ahead of the router', 'events/1/register/'],
    ['REST', '/api/events'],
    ['GraphQL', '/api/graphql'],
  ])('%s', async (_surface, path) => {
    const raw = `{"data":${tower(100_000)}}`
    const headers = { 'Content-Type': 'application/json' }

    expect((await staff.post(path, undefined, { raw, headers })).status).toBe(400)
  })

  it('in a form', async () => {
    const raw = new FormData()
    raw.set('_payload', `{"description":${tower(10_000)}}`)

    expect((await staff.post('/api/events', undefined, { raw })).status).toBe(400)
  })
})

it('a request line or headers that are too long are refused', async () => {
  expect((await anyone.get(`events/?search=${'x'.repeat(17_000)}`)).status).toBe(431)
})

describe('what the database takes too long for is 503, without its words', () => {
  /** While somebody else keeps the event for themselves. */
  async function whileHeld<Result>(ask: () => Promise<Result>): Promise<Result> {
    const client = await poolOf(platform.payload).connect()
    try {
      await client.query('BEGIN')
      await client.query('SET LOCAL statement_timeout = 0')
      await client.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE')
      return await ask()
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  }

  it('on every surface', async () => {
    const [v1, rest, graphql] = await whileHeld(() =>
      Promise.all([
        staff.patch(`events/${eventId}/`, { title: 'Later' }),
        anyone.get('/api/events'),
        anyone.post('/api/graphql', { query: '{ Events { totalDocs } }' }),
      ]),
    )

    const words = 'The database took too long for this. Ask for less, or try again later.'
    expect([v1.status, v1.body]).toEqual([503, { detail: words }])
    expect([rest.status, rest.body]).toEqual([503, { errors: [{ message: words }] }])
    expect([graphql.status, graphql.headers.get('retry-after')]).toEqual([503, '5'])
    expect(graphql.body.errors[0]).toMatchObject({
      message: words,
      extensions: { statusCode: 503 },
    })
  })
})
