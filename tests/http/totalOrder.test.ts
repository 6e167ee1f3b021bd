import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { newCaller, type Caller } from '../support/callers.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** 120 rows of which all but the id is equal, in no order on the disk. */
const size = 120
let platform: TestPlatform
let admin: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  admin = await newCaller(platform, 'admin')
  const pool = poolOf(platform.payload)
  await pool.query(
    `INSERT INTO users (username, email, role, timezone, created_at, updated_at)
     SELECT 'same' || n, 'same' || n || '@example.com', 'attendee', 'UTC', '2026-01-01', '2026-01-01'
     FROM generate_series(1, ${size}) n`,
  )
  await pool.query(
    `INSERT INTO events (title, description, location, start_date, end_date, timezone, status,
       max_participants, max_party_size, created_at, updated_at)
     SELECT 'Same', 'Same', 'Same', '2031-01-01', '2031-01-02', 'UTC', 'published', 500, 1,
       '2026-01-01', '2026-01-01' FROM generate_series(1, ${size})`,
  )
  await pool.query(
    `INSERT INTO registrations (event_id, user_id, seats, state, attendee_name, ticket_code, registered_at,
       created_at, updated_at)
     SELECT (SELECT min(id) FROM events), id, 1, 'confirmed', 'Same', 'T' || id, '2026-01-01',
       '2026-01-01', '2026-01-01' FROM users WHERE username LIKE 'same%'`,
  )
  await pool.query(
    `INSERT INTO _events_v (parent_id, version_title, version_description, version_location,
       version_start_date, version_end_date, version_timezone, version_status, version_max_participants,
       version_max_party_size, created_at, updated_at)
     SELECT (SELECT min(id) FROM events), 'Same', 'Same', 'Same', '2031-01-01', '2031-01-02', 'UTC',
       'published', 500, 1, '2026-01-01', '2026-01-01' FROM generate_series(1, ${size})`,
  )
  // Later rows come first on the disk, and the next updates move some of them.
  for (const table of ['users', 'events', 'registrations', '_events_v']) {
    await pool.query(`UPDATE ${table} SET updated_at = '2026-01-01' WHERE id % 3 = 0`)
  }
}, 60_000)

afterAll(() => platform.stop())

async function pagesOf(path: string): Promise<number[]> {
  const ids: number[] = []
  for (let page = 1; ; page += 1) {
    const { body } = await admin.rest.get(`${path}&limit=25&page=${page}&depth=0`)
    ids.push(...body.docs.map(({ id }: { id: number }) => id))
    if (!body.hasNextPage) return ids
  }
}

const sorts = {
  '/api/registrations?': [
    '',
    'seats',
    '-seats',
    'registeredAt',
    'state',
    '-attendeeName',
    'event',
    'createdAt',
    '-updatedAt',
    'seats,-state',
    '-event',
  ],
  '/api/events?where[title][equals]=Same&': [
    '',
    'title',
    '-title',
    'startDate',
    '-endDate',
    'location',
    'maxParticipants',
    'createdAt',
    '-createdAt',
    'coordinates.latitude',
    '-coverImage',
  ],
  '/api/events/versions?where[version.title][equals]=Same&': [
    '',
    'version.title',
    '-version.startDate',
    'createdAt',
    '-updatedAt',
  ],
  '/api/users?where[username][like]=same&': [
    '',
    'role',
    '-role',
    'timezone',
    'language',
    '-displayName',
    'suspended',
    'createdAt',
  ],
}
const cases = Object.entries(sorts).flatMap(([path, keys]) =>
  keys.map((sort) => [path, sort] as const),
)

describe('each row stands in one page, once:', () => {
  it.each(cases)('%ssort=%s', async (path, sort) => {
    const ids = await pagesOf(sort ? `${path}sort=${sort}` : path)

    expect(ids).toHaveLength(size)
    expect(new Set(ids).size).toBe(size)
  })

  it.each(['', 'sort: "status"', 'sort: "-title"'])('GraphQL %s', async (sort) => {
    const ids: number[] = []
    for (let page = 1; page <= 5; page += 1) {
      const { body } = await admin.rest.graphql(
        `{ Events(limit: 25, page: ${page}, where: { title: { equals: "Same" } } ${sort ? `, ${sort}` : ''}) { docs { id } } }`,
      )
      ids.push(...body.data.Events.docs.map(({ id }: { id: number }) => id))
    }
    expect(new Set(ids).size).toBe(size)
  })

  it.each(['start_date', '-start_date', 'created_at', '-created_at', 'title', '-title'])(
    'v1 %s',
    async (ordering) => {
      const ids: number[] = []
      for (let page = 1; page <= 5; page += 1) {
        const { body } = await admin.app.get(
          `events/?ordering=${ordering}&page_size=25&page=${page}&status=published`,
        )
        ids.push(...body.results.map(({ id }: { id: number }) => id))
      }
      expect(new Set(ids).size).toBe(size)
    },
  )

  it('and the reverse order is exactly the reverse', async () => {
    const path = '/api/events?where[title][equals]=Same&sort='
    expect(await pagesOf(`${path}-title`)).toEqual((await pagesOf(`${path}title`)).reverse())
  })
})
