import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { type Client, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let event: Event
let draft: Event
let found: Event
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = clientOf(platform.url)
  owner = await newCaller(platform)
  const { payload } = platform
  found = await createEvent(payload, { title: 'Zephyr Bowl', maxParticipants: 5 })
  event = await createEvent(payload, {
    title: 'Open house',
    createdBy: owner.id,
    maxParticipants: 5,
    maxPartySize: 2,
  })
  draft = await createEvent(payload, {
    title: 'Zephyr draft',
    createdBy: owner.id,
    status: 'draft',
  })
})
afterAll(() => platform.stop())

const register = `mutation ($event: Int!, $seats: Int, $key: String) {
  registerForEvent(event: $event, seats: $seats, idempotencyKey: $key) {
    status position registration { id seats event { id } user { id } } } }`
const cancel = `mutation ($event: Int!, $key: String) { cancelRegistration(event: $event, idempotencyKey: $key) }`
const availability = `query ($event: Int!) { eventAvailability(event: $event) {
  event status maxParticipants registeredCount seatsLeft waitlistCount isFull } }`
const search = `query ($q: String, $limit: Int, $cursor: String) {
  searchEvents(q: $q, limit: $limit, cursor: $cursor) {
    count hasNextPage nextCursor results { id title seatsLeft highlight { title } event { title status } }
    facets { status { value count } } } }`

const codeOf = ({ body }: Awaited<ReturnType<Client['graphql']>>) =>
  body.errors ? (body.errors[0].extensions.code ?? 'invalid') : 'yes'

describe('registering and cancelling', () => {
  it('make and end the registration of the caller', async () => {
    const { app, id, rest } = await newCaller(platform)

    const made = await rest.graphql(register, { event: event.id, seats: 2 })

    expect(made.body).toEqual({
      data: {
        registerForEvent: {
          status: 'registered',
          position: null,
          registration: { id: expect.any(Number), seats: 2, event: { id: event.id }, user: { id } },
        },
      },
    })
    expect((await app.get(`events/${event.id}/`)).body.registered_count).toBe(2)
    expect((await rest.graphql(cancel, { event: event.id })).body).toEqual({
      data: { cancelRegistration: true },
    })
    expect((await app.get(`events/${event.id}/`)).body.registered_count).toBe(0)
  })

  it('refuse with the codes of v1', async () => {
    const { app, rest } = await newCaller(platform)
    const full = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: false })
    await (await newCaller(platform)).app.post(`events/${full.id}/register/`)
    await rest.graphql(register, { event: event.id })

    const refusals = await Promise.all(
      [event.id, full.id, draft.id, 999_999].map(async (id) => ({
        graphql: codeOf(await rest.graphql(register, { event: id })),
        v1: (await app.post(`events/${id}/register/`)).body,
      })),
    )

    expect(refusals.map(({ graphql }) => graphql)).toEqual([
      'already_registered',
      'event_full',
      'event_not_found',
      'event_not_found',
    ])
    for (const { graphql, v1 } of refusals) expect(v1.code ?? 'event_not_found').toBe(graphql)
    expect(codeOf(await rest.graphql(register, { event: full.id, seats: 0 }))).toBe('invalid')
    expect(codeOf(await rest.graphql(cancel, { event: full.id }))).toBe('not_registered')
    await rest.graphql(cancel, { event: event.id })
  })

  it('give the first answer again for a key, also to one that v1 has seen', async () => {
    const { app, rest } = await newCaller(platform)
    const [key, other] = [randomUUID(), randomUUID()]

    const first = await rest.graphql(register, { event: event.id, key })
    const again = await rest.graphql(register, { event: event.id, key })
    const changed = await rest.graphql(register, { event: event.id, key, seats: 2 })
    expect(first.body.data.registerForEvent.status).toBe('registered')
    expect(again.body).toEqual(first.body)
    expect(codeOf(changed)).toBe('idempotency_mismatch')

    await rest.graphql(cancel, { event: event.id, key: other })
    expect(codeOf(await rest.graphql(cancel, { event: event.id, key: other }))).toBe('yes')
    const inV1 = randomUUID()
    const headers = { 'Idempotency-Key': inV1 }
    const { body } = await app.post(`events/${event.id}/register/`, { seats: 1 }, { headers })
    const same = await rest.graphql(register, { event: event.id, seats: 1 }, { headers })
    expect(same.body.data.registerForEvent.registration.id).toBe(body.registration.id)
    await rest.graphql(cancel, { event: event.id })
  })

  it('never give more places than there are', async () => {
    const small = await createEvent(platform.payload, { maxParticipants: 2, waitlistEnabled: true })
    const callers = await Promise.all(Array.from({ length: 6 }, () => newCaller(platform)))

    const answers = await Promise.all(
      callers.map(({ rest }) => rest.graphql(register, { event: small.id })),
    )

    const states = answers.map(({ body }) => body.data.registerForEvent.status)
    expect(states.filter((state) => state === 'registered')).toHaveLength(2)
    const positions = answers.map(({ body }) => body.data.registerForEvent.position)
    expect(positions.filter(Boolean).sort()).toEqual([1, 2, 3, 4])
  })
})

describe('finding events', () => {
  it('is the search of v1, with pages and a cursor', async () => {
    const { body } = await anyone.graphql(search, { q: 'zephyr' })
    expect(body.data.searchEvents).toEqual({
      count: 1,
      hasNextPage: false,
      nextCursor: null,
      results: [
        {
          id: found.id,
          title: 'Zephyr Bowl',
          seatsLeft: 5,
          highlight: { title: '<mark>Zephyr</mark> Bowl' },
          event: { title: 'Zephyr Bowl', status: 'published' },
        },
      ],
      facets: { status: [{ value: 'published', count: 1 }] },
    })

    const first = (await owner.rest.graphql(search, { q: 'zephyr', limit: 1, cursor: '' })).body
      .data
    expect(first.searchEvents).toMatchObject({ count: null, hasNextPage: true })
    const { nextCursor: cursor } = first.searchEvents
    const second = (await owner.rest.graphql(search, { q: 'zephyr', limit: 1, cursor })).body.data
    const ids = [...first.searchEvents.results, ...second.searchEvents.results].map(({ id }) => id)
    expect(ids.sort()).toEqual([found.id, draft.id].sort())
  })

  it('names the argument that is wrong', async () => {
    const { body } = await anyone.graphql(
      '{ searchEvents(startDate: "soon", near: "nowhere") { count } }',
    )
    expect(body.errors[0].extensions.statusCode).toBe(400)
    const paths = body.errors[0].extensions.data.errors.map(({ path }: { path: string }) => path)
    expect(paths.sort()).toEqual(['near', 'startDate'])
  })

  it('counts as a list in the complexity of a query', async () => {
    const many = Array.from({ length: 21 }, (_, index) => `a${index}: searchEvents { count }`)
    const { body, status } = await anyone.graphql(`{ ${many.join(' ')} }`)
    expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining('complexity')])
  })
})

type Outcome = string

/** Who may do what. The same rules as on the other surfaces. */
// prettier-ignore
const table: [string, string, () => Record<string, unknown>, Outcome, Outcome, Outcome, Outcome, Outcome][] = [
  //                                                                       anonymous            suspended            attendee     owner        staff
  ['registerForEvent',   register,     () => ({ event: event.id }),        'not_authenticated', 'permission_denied', 'yes',       'yes',       'yes'],
  ['cancelRegistration', cancel,       () => ({ event: event.id }),        'not_authenticated', 'permission_denied', 'yes',       'yes',       'yes'],
  ['… of a draft',       register,     () => ({ event: draft.id }),        'not_authenticated', 'permission_denied', 'event_not_found', 'event_not_open', 'event_not_open'],
  ['searchEvents',       search,       () => ({ q: 'zephyr' }),            'yes',               'yes',               'yes',       'yes',       'yes'],
  ['eventAvailability',  availability, () => ({ event: event.id }),        'yes',               'yes',               'yes',       'yes',       'yes'],
  ['… of a draft',       availability, () => ({ event: draft.id }),        'not_found',         'not_found',         'not_found', 'yes',       'yes'],
]

describe('who may', () => {
  let callers: Record<string, Client>

  beforeAll(async () => {
    const [suspended, attendee, staff] = [
      await newCaller(platform),
      await newCaller(platform),
      await newCaller(platform, 'staff'),
    ]
    await poolOf(platform.payload).query('UPDATE users SET suspended = true WHERE id = $1', [
      suspended.id,
    ])
    callers = {
      anonymous: anyone,
      suspended: suspended.rest,
      attendee: attendee.rest,
      owner: owner.rest,
      staff: staff.rest,
    }
  })

  it.each(table)('%s', async (_name, query, variables, ...expected) => {
    const got: Record<string, string> = {}
    for (const [caller, client] of Object.entries(callers)) {
      got[caller] = codeOf(await client.graphql(query, variables()))
    }
    expect(Object.values(got)).toEqual(expected)
  })
})
