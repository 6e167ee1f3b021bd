import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { newCaller, type Caller } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Fifty events whose descriptions weigh 10 MB together. */
const size = 50
let platform: TestPlatform
let anyone: Client
let admin: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  anyone = appOf(platform.url)
  admin = await newCaller(platform, 'admin')
  const pool = poolOf(platform.payload)
  await pool.query(
    `INSERT INTO events (title, description, location, start_date, end_date, timezone, status,
       max_participants, max_party_size, created_at, updated_at)
     SELECT 'Heavy ' || n, repeat('x', 200000), 'Ulm', '2031-01-01', '2031-01-02', 'UTC', 'published', 500,
       1, now(), now() FROM generate_series(1, ${size}) n`,
  )
  await pool.query(
    `INSERT INTO _events_v (parent_id, version_title, version_description, version_location,
       version_start_date, version_end_date, version_timezone, version_status, version_max_participants,
       version_max_party_size, created_at, updated_at)
     SELECT (SELECT min(id) FROM events), 'Heavy', repeat('x', 200000), 'Ulm', '2031-01-01', '2031-01-02',
       'UTC', 'published', 500, 1, now(), now() FROM generate_series(1, ${size})`,
  )
  await pool.query(
    `INSERT INTO users (username, email, role, timezone)
     SELECT 'guest' || n, 'guest' || n || '@example.com', 'attendee', 'UTC' FROM generate_series(1, ${size}) n`,
  )
  await pool.query(
    `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code)
     SELECT (SELECT min(id) FROM events), id, 1, 'confirmed', 'T' || id
     FROM users WHERE username LIKE 'guest%'`,
  )
}, 60_000)

afterAll(() => platform.stop())

const refused = {
  status: 400,
  body: { errors: [{ message: expect.stringContaining('4 MB') as unknown }] },
}

describe('a page that is too heavy is refused, and says what to do:', () => {
  it.each([
    ['events', '/api/events?limit=1000&depth=0'],
    ['all events', '/api/events?pagination=false&depth=0'],
    ['events of a limit of nothing', '/api/events?limit=0&depth=0'],
    ['events with the large field chosen', '/api/events?limit=100&select[description]=true'],
    ['versions', '/api/events/versions?limit=100&depth=0'],
    ['registrations with the large event of each', '/api/registrations?limit=100&depth=1'],
  ])('%s', async (_name, path) => {
    expect(await admin.rest.get(path)).toMatchObject(refused)
  })

  it('over GraphQL', async () => {
    const { body } = await anyone.graphql('{ Events(limit: 80) { docs { description } } }')

    expect(body.errors[0].message).toContain('4 MB')
  })
})

describe('what is not too heavy is answered:', () => {
  it.each([
    ['ten events', '/api/events?depth=0', 10],
    ['fifteen events', '/api/events?depth=0&limit=15', 15],
    ['some fields of all', '/api/events?limit=1000&select[title]=true', size],
    [
      'all but the large fields',
      '/api/events?limit=1000&select[description]=false&select[body]=false',
      size,
    ],
    ['registrations', '/api/registrations?limit=100&depth=0', size],
    [
      'registrations with some fields of the event',
      '/api/registrations?limit=100&populate[events][title]=true',
      size,
    ],
  ])('%s', async (_name, path, count) => {
    const { status, body } = await admin.rest.get(path)

    expect([status, body.docs?.length]).toEqual([200, count])
  })
})

describe('a page of v1 comes in parts when it is too heavy:', () => {
  it.each([
    ['by number', 'events/?page_size=100&ordering=title'],
    ['by number, in pages', 'events/?page_size=40&ordering=-start_date'],
    ['by cursor', 'events/?page_size=100&ordering=title&cursor='],
  ])('%s, and next leads through all of it', async (_name, path) => {
    const ids: number[] = []
    let next: string | null = `${platform.url}/api/v1/${path}`
    while (next) {
      const { pathname, search }: URL = new URL(next)
      const response = await fetch(platform.url + pathname + search)
      const text = await response.text()
      expect(response.status).toBe(200)
      expect(text.length).toBeLessThan(1_500_000)
      const page = JSON.parse(text) as { results: { id: number }[]; next: string | null }
      ids.push(...page.results.map(({ id }) => id))
      next = page.next
    }
    expect(ids).toHaveLength(size)
    expect(new Set(ids).size).toBe(size)
  })
})

it('many large pages at once are answered or refused with Retry-After, and never 500', async () => {
  const answers = await Promise.all(
    Array.from({ length: soak(30, 120) }, async (_, i) => {
      const { status } = await anyone.get(`events/?page_size=${(i % 60) + 40}&x=${i}`)
      return status
    }),
  )
  expect(answers.filter((status) => ![200, 503].includes(status))).toEqual([])
}, 60_000)

it('a change of many large documents answers with the ids of those beyond the limit', async () => {
  const { status, body } = await admin.rest.patch('/api/events?where[title][like]=Heavy&depth=0', {
    location: 'Bonn',
  })

  expect([status, body.docs.length]).toEqual([200, size])
  expect(JSON.stringify(body).length).toBeLessThan(12_000_000)
}, 60_000)
