import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'

import { closeEndedWaitlists } from '../../src/features/registrations/jobs/closeEndedWaitlists.ts'
import type { Event } from '../../src/payload-types.ts'
import { registerForEvent } from '../../src/features/registrations/registerForEvent.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { expectDone } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { eventsPublishedBy, typesOf } from '../support/publishedEvents.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let admin: Caller
let organiser: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  admin = await newCaller(platform, 'admin')
  organiser = await newCaller(platform)
})
afterAll(() => platform.stop())

const newEvent = (details: Partial<Event> = {}) =>
  createEvent(platform.payload, { createdBy: organiser.id, waitlistEnabled: true, ...details })

type Registering = (caller: Caller, event: number) => Promise<unknown>

const registering: Record<string, Registering> = {
  v1: ({ app }, event) => expectDone(app.post(`events/${event}/register/`)),
  "v1's older path": ({ app }, event) => expectDone(app.post(`/api/events/${event}/register/`)),
  "the collection's endpoint": ({ rest }, event) =>
    expectDone(rest.post(`/api/events/${event}/register`)),
  REST: ({ rest }, event) => expectDone(rest.post('/api/registrations', { event })),
  'the panel': ({ panel }, event) => expectDone(panel.post('/api/registrations', { event })),
  GraphQL: ({ rest }, event) =>
    expectDone(
      rest.graphql(
        `mutation ($data: mutationRegistrationInput!) { createRegistration(data: $data) { id } }`,
        { data: { event, seats: 1, state: 'confirmed' } },
      ),
    ),
  'the import': async ({ id }, event) => {
    const req = await createLocalReq({}, platform.payload)
    return registerForEvent(req, { eventId: event, userId: id, seats: 1 }, { now: new Date() })
  },
}
const surfaces = Object.keys(registering)

const register = async (event: number, through = 'v1') => {
  const caller = await newCaller(platform)
  await registering[through]!(caller, event)
  const { rows } = await poolOf(platform.payload).query<{ id: number }>(
    'SELECT id FROM registrations WHERE event_id = $1 AND user_id = $2',
    [event, caller.id],
  )
  const registration = rows[0]!.id
  return { caller, registration, facts: factsOf(registration, event, caller) }
}
const factsOf = (registrationId: number, eventId: number, { id: userId }: Caller) => ({
  registrationId,
  eventId,
  userId,
  seats: 1,
})

/** Changes a registration as Payload's own surfaces do. */
const change = {
  REST: ({ rest }: Caller, id: number, data: object) =>
    expectDone(rest.patch(`/api/registrations/${id}`, data)),
  'the panel': ({ panel }: Caller, id: number, data: object) =>
    expectDone(panel.patch(`/api/registrations/${id}`, data)),
  'a change of many': ({ rest }: Caller, id: number, data: object) =>
    expectDone(rest.patch(`/api/registrations?where[id][in]=${id}`, data)),
  GraphQL: ({ rest }: Caller, id: number, data: object) =>
    expectDone(
      rest.graphql(
        `mutation ($id: Int!, $data: mutationRegistrationUpdateInput!) {
           updateRegistration(id: $id, data: $data) { id } }`,
        { id, data },
      ),
    ),
}
type Change = keyof typeof change
const ways = Object.keys(change) as Change[]

describe.each(surfaces)('a registration through %s', (surface) => {
  it('is told as confirmed, once', async () => {
    const { id } = await newEvent()
    const caller = await newCaller(platform)

    const told = await eventsPublishedBy(platform.payload, () => registering[surface]!(caller, id))

    const facts = factsOf(expect.any(Number) as never, id, caller)
    expect(told).toEqual([{ type: 'registration.confirmed', data: facts }])
  })

  it('is told as waitlisted, once', async () => {
    const { id } = await newEvent({ maxParticipants: 1 })
    await register(id)
    const caller = await newCaller(platform)

    const told = await eventsPublishedBy(platform.payload, () => registering[surface]!(caller, id))

    const facts = factsOf(expect.any(Number) as never, id, caller)
    expect(told).toEqual([{ type: 'registration.waitlisted', data: facts }])
  })

  it('that is refused tells nothing', async () => {
    const { id } = await newEvent()
    const { caller } = await register(id)

    const again = () => registering[surface]!(caller, id).catch(() => undefined)

    expect(await eventsPublishedBy(platform.payload, again)).toEqual([])
  })
})

const givingBack: [string, (caller: Caller, event: number) => Promise<unknown>][] = [
  ['v1', ({ app }, event) => expectDone(app.delete(`events/${event}/register/`))],
  ["v1's older path", ({ app }, event) => expectDone(app.delete(`/api/events/${event}/register/`))],
  [
    "the collection's endpoint",
    ({ rest }, event) => expectDone(rest.delete(`/api/events/${event}/register`)),
  ],
]

describe('a place that is given back', () => {
  const told = (facts: object, cause: string, reason: string | null = null) => [
    {
      type: 'registration.cancelled',
      data: { ...facts, was: 'confirmed', cause, reason, ticketCode: expect.any(String) },
    },
  ]

  it.each(givingBack)('through %s is told as cancelled by its holder', async (_name, giveBack) => {
    const { id } = await newEvent()
    const { caller, facts } = await register(id)

    expect(await eventsPublishedBy(platform.payload, () => giveBack(caller, id))).toEqual(
      told(facts, 'attendee'),
    )
  })

  it.each(ways)('through %s too', async (way) => {
    const { caller, facts, registration } = await register((await newEvent()).id)
    const cancel = () => change[way](caller, registration, { state: 'cancelled' })

    expect(await eventsPublishedBy(platform.payload, cancel)).toEqual(told(facts, 'attendee'))
  })

  it.each(ways)('by the organiser through %s is told as theirs', async (way) => {
    const { facts, registration } = await register((await newEvent()).id)
    const data = { state: 'cancelled', cancelReason: 'No shoes' }

    const act = () => change[way](organiser, registration, data)

    expect(await eventsPublishedBy(platform.payload, act)).toEqual(
      told(facts, 'organiser', 'No shoes'),
    )
  })

  it("in a queue that the platform closes is told as the platform's", async () => {
    const soon = { startDate: inDays(1), endDate: inDays(2) }
    const { id } = await newEvent({ maxParticipants: 1, ...soon })
    await register(id)
    const { facts } = await register(id)

    const close = () => closeEndedWaitlists(platform.payload, new Date(inDays(3)))

    const reason = 'The event has ended'
    const ticketCode = expect.any(String) as unknown
    const data = { ...facts, was: 'waitlisted', cause: 'platform', reason, ticketCode }
    expect(await eventsPublishedBy(platform.payload, close)).toEqual([
      { type: 'registration.cancelled', data },
    ])
  })
})

describe('who waits is told as promoted when a place becomes free', () => {
  type Freeing = (holder: Caller, event: number, registration: number) => Promise<unknown>
  const remove = (name: string, id: number) =>
    expectDone(
      admin.rest.graphql(`mutation ($id: Int!) { delete${name}(id: $id) { id } }`, {
        id,
      }),
    )
  const more = { maxParticipants: 2 }
  const raise = 'mutation ($id: Int!) { updateEvent(id: $id, data: { maxParticipants: 2 }) { id } }'

  const freeing: [string, string, Freeing][] = [
    ...givingBack.map(([name, giveBack]): [string, string, Freeing] => [
      'registration.cancelled',
      `given back through ${name}`,
      (holder, event) => giveBack(holder, event),
    ]),
    ...ways.map((way): [string, string, Freeing] => [
      'registration.cancelled',
      `given back through ${way}`,
      (holder, _event, id) => change[way](holder, id, { state: 'cancelled' }),
    ]),
    [
      'registration.deleted',
      'deleted through REST',
      (_holder, _event, id) => expectDone(admin.rest.delete(`/api/registrations/${id}`)),
    ],
    [
      'registration.deleted',
      'deleted through GraphQL',
      (_holder, _event, id) => remove('Registration', id),
    ],
    [
      'registration.deleted',
      'deleted with its holder through REST',
      ({ id }) => expectDone(admin.rest.delete(`/api/users/${id}`)),
    ],
    [
      'registration.deleted',
      'deleted with its holder through GraphQL',
      ({ id }) => remove('User', id),
    ],
    [
      'event.changed',
      'added through v1',
      (_holder, id) => expectDone(organiser.app.patch(`events/${id}/`, { max_participants: 2 })),
    ],
    [
      'event.changed',
      'added through REST',
      (_holder, id) => expectDone(organiser.rest.patch(`/api/events/${id}`, more)),
    ],
    [
      'event.changed',
      'added in the panel',
      (_holder, id) => expectDone(organiser.panel.patch(`/api/events/${id}`, more)),
    ],
    [
      'event.changed',
      'added through GraphQL',
      (_holder, id) => expectDone(organiser.rest.graphql(raise, { id })),
    ],
  ]

  it.each(freeing)('%s: %s', async (why, _name, free) => {
    const { id } = await newEvent({ maxParticipants: 1 })
    const { caller: holder, registration } = await register(id)
    const { facts } = await register(id)

    const told = await eventsPublishedBy(platform.payload, () => free(holder, id, registration))

    expect(typesOf(told)).toEqual([why, 'registration.promoted'])
    expect(told[1]!.data).toEqual(facts)
  })
})

it('a deleted registration is told with what nobody can look up any more', async () => {
  const { facts, registration } = await register((await newEvent()).id)
  const { body } = await admin.rest.get(`/api/registrations/${registration}`)

  const remove = () => expectDone(admin.rest.delete(`/api/registrations/${registration}`))

  const data = { ...facts, was: 'confirmed', ticketCode: body.ticketCode as string }
  expect(await eventsPublishedBy(platform.payload, remove)).toEqual([
    { type: 'registration.deleted', data },
  ])
})

describe.each(ways)('at the door, through %s,', (way) => {
  it('a check-in is told, and its undoing', async () => {
    const { facts, registration } = await register((await newEvent()).id)
    const set = (checkedInAt: string | null) => () =>
      change[way](organiser, registration, { checkedInAt })

    expect(await eventsPublishedBy(platform.payload, set(new Date().toISOString()))).toEqual([
      { type: 'registration.checked_in', data: facts },
    ])
    expect(await eventsPublishedBy(platform.payload, set(null))).toEqual([
      { type: 'registration.check_in_undone', data: facts },
    ])
  })

  it('a change of nothing tells nothing', async () => {
    const { registration } = await register((await newEvent()).id)
    const checkedInAt = new Date().toISOString()
    await change[way](organiser, registration, { checkedInAt })

    const again = () => change[way](organiser, registration, { checkedInAt, state: 'confirmed' })

    expect(await eventsPublishedBy(platform.payload, again)).toEqual([])
  })
})
