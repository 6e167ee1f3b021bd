import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { newCaller, signedInApp, type Caller } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** What strangers read takes few connections and little time, so registering never waits for it. */
let platform: TestPlatform
let anyone: Client
let attendee: Caller

beforeAll(async () => {
  platform = await startTestPlatform({
    RATE_LIMITS: 'off',
    DATABASE_READ_SECONDS: '2',
    DATABASE_POOL_SIZE: '8',
  })
  anyone = appOf(platform.url)
  attendee = await newCaller(platform)
})

afterAll(() => platform.stop())

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ')
const or = (count: number, condition: unknown) => ({
  or: Array.from({ length: count }, () => condition),
})

describe('a filter that is too much work is refused:', () => {
  const wheres: [name: string, where: unknown][] = [
    ['many words', { title: { like: words(51) } }],
    ['many words of several conditions', or(10, { title: { like: words(6) } })],
    ['many words, not like', { location: { not_like: words(51) } }],
    ['a long text with many words', { description: { like: words(21) } }],
    ['a long text that contains much', { description: { contains: words(21) } }],
    ['the same, within and', { and: [{ and: [{ description: { like: words(11) } }] }] }],
    ['many characters in all', or(15, { title: { equals: 'x'.repeat(1900) } })],
    [
      'a long list of long texts',
      { title: { in: Array.from({ length: 50 }, () => 'x'.repeat(500)) } },
    ],
    ['words of the attack', or(50, { title: { like: words(300).slice(0, 1900) } })],
  ]

  it.each(wheres)('%s', async (_name, where) => {
    const search = `where=${encodeURIComponent(JSON.stringify(where))}`
    const override = {
      raw: search,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-HTTP-Method-Override': 'GET',
      },
    }

    const answers = await Promise.all([
      anyone.post('/api/events', undefined, override),
      attendee.rest.post('/api/events', undefined, override),
    ])

    expect(answers.map(({ status }) => status)).toEqual([400, 400])
  })

  it('many words of several lists of one GraphQL request', async () => {
    const list = (i: number) =>
      `a${i}: Events(where: { title: { like: "${words(20)}" } }) { totalDocs }`
    const { body } = await anyone.graphql(`{ ${list(0)} ${list(1)} ${list(2)} }`)

    expect(body.errors).toHaveLength(1)
  })

  it('but not a usual one', async () => {
    const usual = { or: [{ title: { like: words(8) } }, { description: { like: words(5) } }] }
    const search = `where=${encodeURIComponent(JSON.stringify(usual))}`

    expect((await anyone.get(`/api/events?${search}`)).status).toBe(200)
  })
})

/** While nobody can read media, so each read of them takes the longest time that it may. */
async function whileMediaHang<Result>(work: () => Promise<Result>): Promise<Result> {
  const client = await poolOf(platform.payload).connect()
  try {
    await client.query('BEGIN')
    await client.query('LOCK TABLE media IN ACCESS EXCLUSIVE MODE')
    return await work()
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const waitingReads = async () => {
  const { rows } = await poolOf(platform.payload).query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE NOT granted AND datname = current_database()`,
  )
  return rows[0]!.count
}

describe.each([
  ['strangers', () => anyone],
  ['an attendee', () => attendee.rest],
])('while slow lists of %s are read', (_who, client) => {
  it('others register on every surface, and the lists are 503 with Retry-After', async () => {
    const [one, other, third] = await Promise.all(
      [1, 2, 3].map(() => createEvent(platform.payload)),
    )
    const { app } = await signedInApp(platform)
    const { rest } = await newCaller(platform)

    await whileMediaHang(async () => {
      const lists = Promise.all(
        Array.from({ length: 320 }, (_, i) => client().get(`/api/media?limit=${i}`)),
      )
      await eventually(waitingReads, (count) => count >= 2)

      const registered = await Promise.all([
        app.post(`events/${one!.id}/register/`),
        app.post(`events/${other!.id}/register/`, undefined, {
          headers: { 'Idempotency-Key': 'a' },
        }),
        rest.post(`/api/events/${third!.id}/register`),
      ])
      expect(registered.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(await waitingReads()).toBeLessThanOrEqual(4)
      lists.catch(() => undefined)
    })
  }, 30_000)
})

it('more lists than can wait are refused at once, and the slow ones after their time', async () => {
  await whileMediaHang(async () => {
    const answers: { status: number; retryAfter: string | null }[] = []
    const lists = Array.from({ length: 320 }, (_, i) =>
      anyone.get(`/api/media?limit=${i}`).then(({ status, headers }) => {
        answers.push({ status, retryAfter: headers.get('retry-after') })
      }),
    )
    await eventually(
      () => Promise.resolve(answers.length),
      (count) => count >= 20,
      10_000,
    )
    const refused = answers.slice(0, 15)
    expect(refused.every(({ status }) => status === 503)).toBe(true)
    expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true)

    // Some find the place of a list whose time is over, and wait.
    const queries = Array.from({ length: 10 }, () =>
      anyone.post('/api/graphql', { query: '{ Events { totalDocs } }' }),
    )
    const query = await Promise.race(queries)
    const mutation = await anyone.post('/api/graphql', {
      query: 'mutation { loginUser(username: "nobody", password: "none at all") { token } }',
    })
    expect(query).toMatchObject({
      status: 503,
      body: {
        errors: [
          { message: expect.stringMatching(/^Too many lists/), extensions: { statusCode: 503 } },
        ],
      },
    })
    expect(Number(query.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(mutation.body.errors[0].extensions.statusCode).toBe(401)
    void Promise.all(lists).catch(() => undefined)
  })
}, 30_000)
