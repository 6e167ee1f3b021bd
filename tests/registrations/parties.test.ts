import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { appOf, type ApiResponse, expectDone } from '../support/client.ts'
import { expectInvalid, expectRefusal, notFound, unauthenticated } from '../support/expectations.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { eventsPublishedBy, typesOf } from '../support/publishedEvents.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Parties that never fit, and parties that change their size. */
let platform: TestPlatform
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = await newCaller(platform, 'staff')
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const people = (size: number) =>
  Promise.all(Array.from({ length: size }, () => newCaller(platform)))

const pathOf = ({ id }: Pick<Event, 'id'>) => `events/${id}/register/`

const eventFor = (details: Partial<Event> = {}) =>
  createEvent(platform.payload, {
    maxParticipants: 5,
    maxPartySize: 10,
    waitlistEnabled: true,
    ...details,
  })

async function mine({ id }: Pick<Event, 'id'>, { rest }: Caller) {
  const { body } = await rest.get(`/api/registrations?depth=0&sort=-id&where[event][equals]=${id}`)
  return body.docs[0]
}

const counts = async ({ id }: Event) => {
  const { body } = await appOf(platform.url).get(`events/${id}/`)
  return [body.registered_count, body.seats_left, body.waitlist_count]
}

const create = `mutation ($data: mutationRegistrationInput!) {
  createRegistration(data: $data) { id state } }`

/** The code of a refusal, or the number of seats that somebody has, on any surface. */
const codeOf = ({ body }: ApiResponse) => {
  const error = body.errors?.[0]
  return body.code ?? (error?.extensions ?? error)?.data?.code ?? error?.message
}

describe('a party that can never fit', () => {
  const ways: Record<string, (event: Event, who: Caller) => Promise<ApiResponse>> = {
    v1: (event, { app }) => app.post(pathOf(event), { seats: 6 }),
    'a hold': (event, { app }) => app.post(`events/${event.id}/hold/`, { seats: 6 }),
    'the endpoint': (event, { rest }) =>
      rest.post(`/api/events/${event.id}/register`, { seats: 6 }),
    REST: (event, { rest }) => rest.post('/api/registrations', { event: event.id, seats: 6 }),
    GraphQL: (event, { id, rest }) =>
      rest.graphql(create, { data: { event: event.id, user: id, seats: 6, state: 'confirmed' } }),
    staff: (event, { id }) =>
      staff.panel.post('/api/registrations', { event: event.id, user: id, seats: 6 }),
  }
  const events: Record<string, Partial<Event>> = {
    'an empty event with a waitlist': {},
    'an event without a waitlist': { waitlistEnabled: false },
  }
  const cells = Object.keys(ways).flatMap((way) => Object.keys(events).map((of) => [way, of]))

  it.each(cells)('by %s, of %s: party_too_large, and nobody waits', async (way, of) => {
    const event = await eventFor(events[of])
    const [who] = await people(1)

    expect(codeOf(await ways[way]!(event, who!))).toMatch(/party_too_large|party of that size/)

    expect(await counts(event)).toEqual([0, 5, 0])
  })

  it.each([true, false])('of a full event (waitlist: %s): party_too_large', async (waitlist) => {
    const event = await eventFor({ waitlistEnabled: waitlist })
    const [first, second] = await people(2)
    await first!.app.post(pathOf(event), { seats: 5 })

    const answer = await second!.app.post(pathOf(event), { seats: 6 })

    expectRefusal(answer, 409, {
      detail: 'This event does not take a party of that size',
      code: 'party_too_large',
    })
  })

  it.each([{ maxParticipants: 3 }, { maxPartySize: 3 }])(
    'because of %j: who waits is told once, keeps the position, and may become smaller',
    async (change) => {
      const event = await eventFor()
      const [holder, large, small] = await people(3)
      await holder!.app.post(pathOf(event), { seats: 3 })
      await large!.app.post(pathOf(event), { seats: 4 })
      await small!.app.post(pathOf(event), { seats: 3 })
      const path = `/api/events/${event.id}`

      const told = await eventsPublishedBy(platform.payload, async () => {
        await expectDone(staff.panel.patch(path, change))
        await expectDone(staff.panel.patch(path, { title: 'Again' }))
        await expectDone(
          staff.panel.patch(path, { maxParticipants: 3, maxPartySize: 3, title: 'And again' }),
        )
      })

      const about = told.filter(({ type }) => type === 'registration.party_too_large')
      expect(about.map(({ data }) => data)).toEqual([
        expect.objectContaining({ userId: large!.id, seats: 4, largest: 3 }),
      ])
      await holder!.app.delete(pathOf(event))
      expect((await mine(event, large!)).state).toBe('waitlisted')
      expect((await mine(event, small!)).state).toBe('confirmed')
      await small!.app.delete(pathOf(event))
      const { body } = await large!.app.patch(pathOf(event), { seats: 3 })
      expect([body.status, body.registration.state]).toEqual(['registered', 'confirmed'])
    },
  )
})

const update = `mutation ($id: Int!, $seats: Float!) {
  updateRegistration(id: $id, data: { seats: $seats }) { seats } }`

/** How the size of a party is changed. */
type Resize = (event: Event, who: Caller, seats: number) => Promise<ApiResponse>
const resizes: Record<string, Resize> = {
  v1: (event, { app }, seats) => app.patch(pathOf(event), { seats }),
  'the bare path': (event, { app }, seats) => app.patch(`/api/${pathOf(event)}`, { seats }),
  'the endpoint': (event, { rest }, seats) =>
    rest.patch(`/api/events/${event.id}/register`, { seats }),
  REST: async (event, who, seats) =>
    who.rest.patch(`/api/registrations/${(await mine(event, who)).id}`, { seats }),
  'a bulk change': async (event, who, seats) =>
    who.rest.patch(`/api/registrations?where[event][equals]=${event.id}`, { seats }),
  GraphQL: async (event, who, seats) =>
    who.rest.graphql(update, { id: (await mine(event, who)).id, seats }),
  'the panel': async (event, who, seats) => {
    const shown = (
      await staff.panel.get(`/api/registrations/${(await mine(event, who)).id}?depth=0`)
    ).body
    return staff.panel.patch(`/api/registrations/${shown.id}`, { ...shown, seats })
  },
}

describe.each(Object.entries(resizes))('a party that changes its size by %s', (_way, resize) => {
  it('gives back seats, and they go to the waitlist', async () => {
    const event = await eventFor()
    const [holder, next, other] = await people(3)
    await holder!.app.post(pathOf(event), { seats: 5 })
    await next!.app.post(pathOf(event), { seats: 3 })
    await other!.app.post(pathOf(event), { seats: 2 })

    const told = await eventsPublishedBy(platform.payload, () =>
      expectDone(resize(event, holder!, 3)),
    )

    expect((await mine(event, holder!)).seats).toBe(3)
    expect((await mine(event, next!)).state).toBe('waitlisted')
    expect((await mine(event, other!)).state).toBe('confirmed')
    expect(await counts(event)).toEqual([5, 0, 1])
    expect(typesOf(told)).toEqual(['registration.resized', 'registration.promoted'])
    expect(told[0]!.data).toMatchObject({ seats: 3, seatsBefore: 5, state: 'confirmed' })
  })

  it('grows while there is room, and no further', async () => {
    const event = await eventFor()
    const [holder] = await people(1)
    await holder!.app.post(pathOf(event), { seats: 2 })
    await (await newCaller(platform)).app.post(`events/${event.id}/hold/`)

    await expectDone(resize(event, holder!, 4))
    const refused = await resize(event, holder!, 5)

    expect(codeOf(refused)).toMatch(/event_full|at capacity/)
    expect((await mine(event, holder!)).seats).toBe(4)
    expect(await counts(event)).toEqual([4, 0, 0])
  })

  it('is refused what no party of the event may have', async () => {
    const event = await eventFor({ maxParticipants: 50, maxPartySize: 4 })
    const [holder] = await people(1)
    await holder!.app.post(pathOf(event), { seats: 2 })

    expect(codeOf(await resize(event, holder!, 5))).toMatch(/party_too_large|party of that size/)
    expect((await mine(event, holder!)).seats).toBe(2)
  })

  it('keeps its position on the waitlist, larger or smaller', async () => {
    const event = await eventFor()
    const [holder, first, second] = await people(3)
    await holder!.app.post(pathOf(event), { seats: 5 })
    await first!.app.post(pathOf(event), { seats: 2 })
    await second!.app.post(pathOf(event), { seats: 2 })

    await expectDone(resize(event, first!, 4))
    expect(await mine(event, first!)).toMatchObject({ seats: 4, waitlistPosition: 1 })
    await expectDone(resize(event, first!, 1))

    expect(await mine(event, first!)).toMatchObject({ seats: 1, waitlistPosition: 1 })
    expect(await mine(event, second!)).toMatchObject({ waitlistPosition: 2 })
  })
})

describe('PATCH events/{id}/register/', () => {
  it('answers with the registration, in each of its states', async () => {
    const event = await eventFor({ waitlistOffers: true })
    const [holder, next] = await people(2)
    const registered = await holder!.app.post(pathOf(event), { seats: 5 })
    await next!.app.post(pathOf(event), { seats: 3 })

    const same = await holder!.app.patch(pathOf(event), { seats: 5 })
    expect([same.status, same.body]).toEqual([200, { ...registered.body, position: null }])
    const waiting = await next!.app.patch(pathOf(event), { seats: 2 })
    expect([waiting.status, waiting.body]).toMatchObject([
      200,
      { status: 'waitlisted', position: 1, registration: { seats: 2, state: 'waitlisted' } },
    ])
    await holder!.app.patch(pathOf(event), { seats: 3 })
    const offered = await next!.app.patch(pathOf(event), { seats: 1 })
    expect(offered.body).toMatchObject({
      status: 'offered',
      position: null,
      registration: { seats: 1, state: 'offered' },
    })
    expect((await next!.app.patch(pathOf(event), { seats: 2 })).body.status).toBe('offered')
    expectRefusal(await next!.app.patch(pathOf(event), { seats: 3 }), 409, {
      detail: 'Event is at capacity',
      code: 'event_full',
    })
    await expireHoldsAndOffers(platform.payload, event.id)
    expect((await next!.app.patch(pathOf(event), { seats: 1 })).body.code).toBe('offer_expired')
  })

  it('is 404 without a registration, and 401 without a sign-in', async () => {
    const event = await eventFor()
    const [who] = await people(1)

    expectRefusal(await who!.app.patch(pathOf(event), { seats: 2 }), 404, notFound)
    expectRefusal(await who!.app.patch(pathOf({ id: 999_999 }), { seats: 2 }), 404, notFound)
    await who!.app.post(pathOf(event))
    await who!.app.delete(pathOf(event))
    expectRefusal(await who!.app.patch(pathOf(event), { seats: 2 }), 404, notFound)
    expectRefusal(
      await appOf(platform.url).patch(pathOf(event), { seats: 2 }),
      401,
      unauthenticated,
    )
  })

  it.each([[0], [-1], [1.5], ['2'], [null], [1001], [undefined]])(
    'seats: %j is 400',
    async (seats) => {
      const event = await eventFor()
      const [who] = await people(1)
      await who!.app.post(pathOf(event))

      expectInvalid(await who!.app.patch(pathOf(event), { seats }), {
        seats: [expect.any(String)],
      })
    },
  )

  it.each([
    ['event_not_open', { registrationClosesAt: inDays(-1) }],
    ['event_ended', { startDate: inDays(-2), endDate: inDays(-1) }],
  ])('%s for more seats; fewer can always be given back', async (code, change) => {
    const event = await eventFor()
    const [who] = await people(1)
    await who!.app.post(pathOf(event), { seats: 2 })
    await expectDone(staff.panel.patch(`/api/events/${event.id}`, change))

    expect((await who!.app.patch(pathOf(event), { seats: 3 })).body.code).toBe(code)
    expect((await who!.app.patch(pathOf(event), { seats: 1 })).status).toBe(200)
  })

  it('a party gives back seats even when it stays larger than parties may be now', async () => {
    const event = await eventFor()
    const [who] = await people(1)
    await who!.app.post(pathOf(event), { seats: 5 })
    await expectDone(staff.panel.patch(`/api/events/${event.id}`, { maxPartySize: 2 }))

    expect((await who!.app.patch(pathOf(event), { seats: 4 })).status).toBe(200)
  })

  it('nobody changes the party of somebody else', async () => {
    const event = await eventFor()
    const [who, other] = await people(2)
    await who!.app.post(pathOf(event), { seats: 2 })
    const { id } = await mine(event, who!)

    expect((await other!.rest.patch(`/api/registrations/${id}`, { seats: 1 })).status).toBe(403)
    expect((await mine(event, who!)).seats).toBe(2)
  })

  it('a cancelled registration has no size to change', async () => {
    const event = await eventFor()
    const [who] = await people(1)
    await who!.app.post(pathOf(event), { seats: 2 })
    const { id } = await mine(event, who!)
    await who!.app.delete(pathOf(event))

    const answer = await who!.rest.patch(`/api/registrations/${id}`, { seats: 1 })

    expect([answer.status, answer.body.errors[0].data.errors[0].path]).toEqual([400, 'seats'])
  })
})

describe('an event with registrations', () => {
  type Change = (event: Event) => Promise<ApiResponse>
  const draft = { status: 'draft' }
  const setStatus = 'mutation ($id: Int!) { updateEvent(id: $id, data: { status: draft }) { id } }'
  const changes: Record<string, Change> = {
    'v1 PATCH': ({ id }) => staff.app.patch(`events/${id}/`, draft),
    'v1 PUT': ({ id, ...event }) =>
      staff.app.put(`events/${id}/`, {
        title: event.title,
        description: event.description,
        start_date: event.startDate,
        end_date: event.endDate,
        location: event.location,
        max_participants: event.maxParticipants,
        ...draft,
      }),
    REST: ({ id }) => staff.panel.patch(`/api/events/${id}`, draft),
    'REST with ?draft=true': ({ id }) =>
      staff.panel.patch(`/api/events/${id}?draft=true&autosave=true`, draft),
    'a bulk change': ({ id }) => staff.panel.patch(`/api/events?where[id][equals]=${id}`, draft),
    GraphQL: ({ id }) => staff.panel.graphql(setStatus, { id }),
    'a restored version': async ({ id }) => {
      const path = `/api/events/versions?where[parent][equals]=${id}&sort=createdAt`
      const { body } = await staff.panel.get(path)
      return staff.panel.post(`/api/events/versions/${body.docs[0].id}`)
    },
  }
  const parties: [string, Partial<Event>, number][] = [
    ['a guest', {}, 1],
    ['an offer', { maxParticipants: 1, waitlistOffers: true }, 2],
    ['a waiting party', { maxParticipants: 1 }, 2],
  ]
  const cells = Object.keys(changes).flatMap((way) =>
    parties.map(([who, details, size]) => [way, who, details, size] as const),
  )

  const publicEvent = async (details: Partial<Event>) => {
    const event = await eventFor({ status: 'draft', ...details })
    await expectDone(staff.panel.patch(`/api/events/${event.id}`, { status: 'published' }))
    return event
  }

  it.each(cells)('is no draft again by %s, with %s', async (way, who, details, size) => {
    const event = await publicEvent(details)
    const guests = await people(size)
    for (const { app } of guests) await app.post(pathOf(event))
    if (who !== 'a guest') await guests[0]!.app.delete(pathOf(event))
    if (who === 'a waiting party') await guests[0]!.app.post(pathOf(event))

    expect(codeOf(await changes[way]!(event))).toMatch(/has_registrations|cannot be a draft/)

    expect((await guests[0]!.app.get(`events/${event.id}/`)).body.status).toBe('published')
  })

  it.each(Object.keys(changes))('and without them it is a draft again by %s', async (way) => {
    const event = await publicEvent({})
    const [guest] = await people(1)
    await guest!.app.post(pathOf(event))
    await guest!.app.delete(pathOf(event))

    await expectDone(changes[way]!(event))

    expect((await guest!.app.get(`events/${event.id}/`)).status).toBe(404)
  })

  it('is a draft, or somebody is registered for it, never both', async () => {
    const guests = await people(4)
    const events = await Promise.all(Array.from({ length: 12 }, () => eventFor()))

    await Promise.all(
      events.map(async (event, index) => {
        const change = () => staff.panel.patch(`/api/events/${event.id}`, draft)
        const early = index % 2 ? [change()] : []
        const claims = guests.map(({ app }) => app.post(pathOf(event)))
        const changed = await Promise.all([...early, change()])
        const registered = (await Promise.all(claims)).filter(({ status }) => status === 200)
        const { status } = (await staff.app.get(`events/${event.id}/`)).body

        expect(status === 'draft').toBe(registered.length === 0)
        expect(changed.map((one) => one.status)).toContain(status === 'draft' ? 200 : 409)
      }),
    )
  })
})
