import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent, inDays } from '../factories/events.ts'
import { heavyPicture } from '../factories/images.ts'
import { signIn, signedInUser } from '../factories/users.ts'
import { type Account, signedInAccount } from '../support/callers.ts'
import { type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { expectRefusal } from '../support/expectations.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { replaceImage, uploadImage } from '../support/upload.ts'

/** What an attendee may make, and where: the smallest settings that show each limit by itself. */
const [perHour, inAll] = [4, 6]
let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({
    RATE_LIMIT_EVENTS: `${perHour}/3600`,
    ACCOUNT_EVENTS: String(inAll),
    ACCOUNT_TEXT_BYTES: '60000',
    ACCOUNT_UPLOAD_BYTES: '200000',
  })
})

afterAll(() => platform.stop())

const query = (text: string, values: unknown[] = []) => poolOf(platform.payload).query(text, values)

const fields = (description = 'Robots') => ({
  title: 'Bolt Bowl',
  description,
  location: 'Ulm',
  startDate: inDays(10),
  endDate: inDays(11),
  maxParticipants: 10,
})

const inV1 = (description?: string) => {
  const { title, location, startDate, endDate, ...rest } = fields(description)
  const dates = { start_date: startDate, end_date: endDate }
  return { title, location, description: rest.description, ...dates, max_participants: 10 }
}

/** Events that the account has made so long ago that they no longer count for the hour. */
async function ownFromBefore({ id }: { id: number }, count: number, description = 'Robots') {
  const ids = []
  for (let made = 0; made < count; made += 1) {
    ids.push((await createEvent(platform.payload, { createdBy: id, description })).id)
  }
  await query(
    `UPDATE events SET created_at = created_at - interval '2 hours' WHERE id = ANY ($1)`,
    [ids],
  )
  return ids
}

const ownedBy = async ({ id }: { id: number }) => {
  const { rows } = await query(
    'SELECT count(*)::int AS count FROM events WHERE created_by_id = $1',
    [id],
  )
  return rows[0].count as number
}

const createMutation = `mutation ($data: mutationEventInput!) { createEvent(data: $data) { id } }`
const statusOf = ({ status, body }: ApiResponse): number =>
  body?.errors?.[0]?.extensions?.statusCode ?? status

type Create = (account: Account, description?: string) => Promise<ApiResponse>

const surfaces: [string, Create][] = [
  ['v1', ({ app }, description) => app.post('events/', inV1(description))],
  ['REST', ({ app }, description) => app.post('/api/events', fields(description))],
  ['GraphQL', ({ app }, description) => app.graphql(createMutation, { data: fields(description) })],
]

describe.each(surfaces)('events that are made over %s', (_surface, create) => {
  it('are so many an hour: 429 says when to go on', async () => {
    const account = await signedInAccount(platform)
    for (let made = 0; made < perHour; made += 1) {
      expect(statusOf(await create(account))).toBeLessThan(300)
    }

    const refused = await create(account)

    expect(statusOf(refused)).toBe(429)
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(3000)
    expect(seconds).toBeLessThanOrEqual(3600)
    expect(refused.headers.get('ratelimit-policy')).toBe(`"events";q=${perHour};w=3600`)
    expect(await ownedBy(account)).toBe(perHour)
    expect(statusOf(await create(await signedInAccount(platform)))).toBeLessThan(300)
  })

  it('are so many in all: 409', async () => {
    const account = await signedInAccount(platform)
    const [first] = await ownFromBefore(account, inAll)

    const refused = await create(account)

    expect(statusOf(refused)).toBe(409)
    expect(JSON.stringify(refused.body)).toContain('An account may own 6 events')
    await account.app.delete(`events/${first}/`)
    expect(statusOf(await create(account))).toBeLessThan(300)
  })

  it('have so much text in all: 409', async () => {
    const account = await signedInAccount(platform)
    await ownFromBefore(account, 2, 'x'.repeat(20_000))

    // Bytes count, not characters.
    expect(statusOf(await create(account, 'ä'.repeat(11_000)))).toBe(409)
    expect(await ownedBy(account)).toBe(2)
    expect(statusOf(await create(account, 'ä'.repeat(9_000)))).toBeLessThan(300)
  })
})

it('v1 says the reasons in the shape of the contract', async () => {
  const [many, large] = [await signedInAccount(platform), await signedInAccount(platform)]
  await ownFromBefore(many, inAll)

  expectRefusal(await many.app.post('events/', inV1()), 409, {
    detail: 'An account may own 6 events. Delete some of yours first.',
    code: 'too_many_events',
  })
  expectRefusal(await large.app.post('events/', inV1('x'.repeat(61_000))), 409, {
    detail: 'The texts of your events may have 0.1 MB in all. Shorten or delete some first.',
    code: 'too_much_text',
  })
})

describe('other ways to an event', () => {
  const duplicate = `mutation ($id: Int!, $data: mutationEventInput!) {
    duplicateEvent(id: $id, data: $data) { id } }`

  it.each<[string, (client: Client, id: number) => Promise<ApiResponse>]>([
    ['a copy over REST', (client, id) => client.post(`/api/events/${id}/duplicate`, {})],
    ['a copy over GraphQL', (client, id) => client.graphql(duplicate, { id, data: fields() })],
    [
      'many creations in one request',
      (client) =>
        client.graphql(
          `mutation ($data: mutationEventInput!) { a: createEvent(data: $data) { id }
            b: createEvent(data: $data) { id } }`,
          { data: fields() },
        ),
    ],
  ])('%s counts', async (_name, make) => {
    const account = await signedInAccount(platform)
    const ids = await ownFromBefore(account, inAll)

    expect(statusOf(await make(account.app, ids[0]!))).toBe(409)
    expect(await ownedBy(account)).toBe(inAll)
  })

  it.each<[string, (client: Client, id: number, description: string) => Promise<ApiResponse>]>([
    ['v1', (client, id, description) => client.patch(`events/${id}/`, { description })],
    ['v1 PUT', (client, id, description) => client.put(`events/${id}/`, inV1(description))],
    ['REST', (client, id, description) => client.patch(`/api/events/${id}`, { description })],
    [
      'a bulk change',
      async (client, id, description) => {
        const path = `/api/events?where[id][equals]=${id}`
        const answer = await client.patch(path, { description })
        return answer.body.errors?.length ? { ...answer, status: 409 } : answer
      },
    ],
    [
      'GraphQL',
      (client, id, description) =>
        client.graphql(
          `mutation ($id: Int!, $description: String) {
            updateEvent(id: $id, data: { description: $description }) { id } }`,
          { id, description },
        ),
    ],
  ])('a longer text through %s counts, a shorter one and a new place pass', async (_name, edit) => {
    const account = await signedInAccount(platform)
    const [first, second] = await ownFromBefore(account, 2, 'x'.repeat(29_000))

    expect(statusOf(await edit(account.app, first!, 'y'.repeat(33_000)))).toBe(409)
    const { rows } = await query('SELECT length(description) AS length FROM events WHERE id = $1', [
      first,
    ])
    expect(rows).toEqual([{ length: 29_000 }])

    // An account may be above its limit: an operator can lower it.
    await query(`UPDATE events SET description = repeat('z', 50000) WHERE id = $1`, [second])
    expect(statusOf(await edit(account.app, second!, 'y'.repeat(49_000)))).toBeLessThan(300)
    const cancelled = await account.app.patch(`events/${second}/`, { status: 'cancelled' })
    expect(cancelled.status).toBe(200)
  })
})

it('a bulk change gives the room that is left to some of its events, and not to each', async () => {
  const account = await signedInAccount(platform)
  await ownFromBefore(account, 4)

  const { body } = await account.app.patch('/api/events?where[title][equals]=Bolt Bowl', {
    description: 'x'.repeat(25_000),
  })

  expect([body.docs.length, body.errors.length]).toEqual([2, 2])
  const { rows } = await query(
    'SELECT sum(text_bytes)::int AS bytes FROM events WHERE created_by_id = $1',
    [account.id],
  )
  expect(rows[0].bytes).toBeGreaterThan(50_000)
  expect(rows[0].bytes).toBeLessThanOrEqual(60_000)
})

describe('pictures', () => {
  it('take so much space in all: 409, and no file is left', async () => {
    const { id, token } = await signedInUploader()
    const data = await heavyPicture(140, 140)
    const upload = () => uploadImage(platform.url, { data, token })
    const statuses = []
    for (let sent = 0; sent < 6; sent += 1) statuses.push((await upload()).status)

    const refused = await upload()

    expect(statuses[0]).toBe(201)
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      409,
      expect.stringContaining('The pictures of an account may take 0.2 MB in all'),
    ])
    const { rows } = await query(
      `SELECT count(*)::int AS count, min(id) AS first FROM media WHERE created_by_id = $1`,
      [id],
    )
    expect(rows[0].count).toBe(statuses.filter((status) => status === 201).length)
    const larger = { data: await heavyPicture(260, 260), token }
    expect((await replaceImage(platform.url, rows[0].first, larger)).status).toBe(409)
  })

  const signedInUploader = async () => {
    const { id } = await signedInAccount(platform)
    return { id, token: await signIn(platform.payload, { id }) }
  }
})

it('staff may make any number', async () => {
  const { user, token } = await signedInUser(platform.payload, 'staff')
  const staff = clientOf(platform.url, token)
  await ownFromBefore(user, inAll)
  for (let made = 0; made <= perHour; made += 1) {
    const answer = await staff.post('/api/events', fields('x'.repeat(15_000)))
    expect(answer.status).toBe(201)
  }
})

describe('of a crowd of creations at once', () => {
  it.each(surfaces)('over %s only as many are done as there is room for', async (_name, create) => {
    const account = await signedInAccount(platform)
    await ownFromBefore(account, inAll - 2)

    const answers = await Promise.all(Array.from({ length: 8 }, () => create(account)))

    expect(answers.filter((answer) => statusOf(answer) < 300)).toHaveLength(2)
    expect(answers.filter((answer) => statusOf(answer) === 409)).toHaveLength(6)
    expect(await ownedBy(account)).toBe(inAll)
  })

  it('control: two that count without waiting for each other both find room for one', async () => {
    const account = await signedInAccount(platform)
    const [id] = await ownFromBefore(account, inAll - 1)
    const [one, other] = [
      await poolOf(platform.payload).connect(),
      await poolOf(platform.payload).connect(),
    ]
    const copy = `INSERT INTO events (title, description, location, start_date, end_date,
        max_participants, timezone, created_by_id)
      SELECT title, description, location, start_date, end_date, max_participants, timezone,
        created_by_id FROM events WHERE id = $1`
    const counts = []
    try {
      for (const connection of [one, other]) {
        await connection.query('BEGIN')
        await connection.query(copy, [id])
        const sum = 'SELECT count(*)::int AS count FROM events WHERE created_by_id = $1'
        counts.push((await connection.query(sum, [account.id])).rows[0].count)
      }
      for (const connection of [one, other]) await connection.query('COMMIT')
    } finally {
      one.release()
      other.release()
    }

    expect(counts).toEqual([inAll, inAll])
    expect(await ownedBy(account)).toBe(inAll + 1)
  })
})
