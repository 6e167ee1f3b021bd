import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { crowd } from '../factories/users.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { countStatements } from '../support/countStatements.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Caller

const events = 100

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = await newCaller(platform, 'staff')
  const { payload } = platform
  const image = await createImage(payload, staff.id)
  const first = await createEvent(payload, { title: 'Statement 1', coverImage: image.id })
  const pool = poolOf(payload)
  await pool.query(
    `INSERT INTO events (title, description, location, start_date, end_date, timezone, status,
       max_participants, max_party_size, cover_image_id, created_by_id, created_at, updated_at)
     SELECT 'Statement ' || n, description, location, start_date, end_date, timezone, status,
       max_participants, max_party_size, cover_image_id, created_by_id, now(), now()
     FROM events, generate_series(2, $2) n WHERE id = $1`,
    [first.id, events],
  )
  const people = await crowd(payload, 3)
  await pool.query(
    `INSERT INTO registrations (event_id, user_id, state, seats, ticket_code, registered_at, created_at, updated_at)
     SELECT events.id, person, 'confirmed', 1, 'T' || events.id || '-' || person, now(), now(), now()
     FROM events, unnest($1::int[]) person`,
    [people.map(({ id }) => id)],
  )
})
afterAll(() => platform.stop())

const nested = `query ($limit: Int!) {
  Events(limit: $limit, sort: "id") { totalDocs docs {
    id title seatsLeft coverImage { url renditions { url } } createdBy { id }
    registrations(limit: 2, sort: "-id") { totalDocs docs { id waitlistPosition user { id } } }
  } }
}`

const filtered = `query ($limit: Int!) {
  Events(limit: $limit, sort: "id") { docs {
    registrations(limit: 1, page: 2, where: { OR: [{ state: { equals: confirmed } }, { seats: { greater_than: 5 } }] })
      { totalDocs hasNextPage hasPrevPage docs { id } }
  } }
}`

const found = `query ($limit: Int!) {
  searchEvents(q: "statement", limit: $limit) { count results { id seatsLeft event { title coverImage { id } } } }
}`

const ask = async (query: string, limit: number) => {
  const { body, status } = await staff.rest.graphql(query, { limit })
  expect([status, body.errors]).toEqual([200, undefined])
  return body.data
}

/** The fewest of some runs: the server remembers a caller for a second, and then asks for them again. */
async function statementsOf(query: string, limit: number) {
  const counts: number[] = []
  for (let run = 0; run < 4; run += 1) counts.push(await countStatements(() => ask(query, limit)))
  return Math.min(...counts)
}

describe.each([
  ['events with covers and registrations', nested],
  ['events with filtered registrations', filtered],
  ['found events with their documents', found],
])('%s', (_name, query) => {
  it('take as many statements for a hundred events as for eleven', async () => {
    const ten = await statementsOf(query, 10)
    const few = await statementsOf(query, 11)
    const many = await statementsOf(query, events)

    expect(many).toBe(few)
    // A list of more than ten documents is weighed before it is read.
    expect(few - ten).toBeLessThanOrEqual(2)
    expect(few).toBeLessThan(16)
  })
})

it('each event has its own registrations, as a query of it alone has', async () => {
  const { docs } = (await ask(nested, 10)).Events
  for (const event of docs) {
    const { body } = await staff.rest.get(
      `/api/registrations?where[event][equals]=${event.id}&sort=-id&limit=2&depth=0`,
    )
    expect(event.registrations.totalDocs).toBe(3)
    expect(event.registrations.docs.map(({ id }: { id: number }) => id)).toEqual(
      body.docs.map(({ id }: { id: number }) => id),
    )
  }
  const second = (await ask(filtered, 5)).Events.docs
  for (const { registrations } of second) {
    expect(registrations).toMatchObject({ totalDocs: 3, hasNextPage: true, hasPrevPage: true })
    expect(registrations.docs).toHaveLength(1)
  }
})

it('a control: a query for each event takes more statements for more events', async () => {
  const oneByOne = (limit: number) =>
    countStatements(async () => {
      for (let id = 1; id <= limit; id += 1)
        await ask(`query ($limit: Int!) { Events(limit: $limit) { docs { id } } }`, 1)
    })

  expect(await oneByOne(4)).toBeGreaterThan(await oneByOne(2))
})
