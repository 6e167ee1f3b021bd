import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { releaseExpiredHolds } from '../../src/features/registrations/jobs/releaseExpiredHolds.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { crowd } from '../factories/users.ts'
import { accessTokenOf, type Caller, newCaller, signedInApps } from '../support/callers.ts'
import { type ApiResponse, appOf, clientOf } from '../support/client.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { countOutcomes, outcomeOf } from '../support/registrationOutcomes.ts'
import { deadlocksOf } from '../support/deadlocks.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Holds, registrations and cancellations through every door at once: exact all the same. */
let platform: TestPlatform
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = await newCaller(platform, 'staff')
})

afterAll(async () => {
  expect(await deadlocksOf(platform.payload)).toBe(0)
  await platform.stop()
})

/** Seats by what they are: of who has a place, is offered one, holds some, and who waits. */
async function seatsOf({ id }: Pick<Event, 'id'>) {
  const { rows } = await poolOf(platform.payload).query<{ state: string; seats: number }>(
    `SELECT state::text, sum(seats)::int AS seats FROM registrations
     WHERE event_id = $1 AND state <> 'cancelled' GROUP BY state
     UNION ALL SELECT 'held', sum(seats)::int FROM seat_holds WHERE event_id = $1 HAVING count(*) > 0`,
    [id],
  )
  return Object.fromEntries(rows.map(({ state, seats }) => [state, seats]))
}

const callers = async (size: number): Promise<Caller[]> =>
  (await crowd(platform.payload, size)).map(({ id, token }) => ({
    id,
    app: appOf(platform.url, accessTokenOf(platform.payload, id)),
    rest: clientOf(platform.url, token),
    panel: clientOf(platform.url, undefined, { Cookie: `payload-token=${token}` }),
  }))

describe('200 people at once for 50 seats', () => {
  it('who hold them first: 50 hold, and those 50 have them in the end', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 50 })
    const people = await signedInApps(platform, 200)
    const register = `events/${event.id}/register/`

    const held = await Promise.all(people.map(({ app }) => app.post(`events/${event.id}/hold/`)))
    const holders = people.filter((_person, index) => held[index]!.status === 201)
    expect(holders).toHaveLength(50)
    expect(countOutcomes(held)).toEqual({ 201: 50, event_full: 150 })

    const hold = (index: number) => held[index]!.body.hold?.id as string | undefined
    const answers = await Promise.all(
      people.map(({ app }, index) => app.post(register, { hold: hold(index) })),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 50, event_full: 150 })
    expect(await seatsOf(event)).toEqual({ confirmed: 50 })
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })

  it('half of whom hold and half register: 50 between them, whoever comes first', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 50 })
    const people = await signedInApps(platform, 200)

    const answers = await Promise.all(
      people.map(({ app }, index) =>
        app.post(`events/${event.id}/${index % 2 === 0 ? 'hold' : 'register'}/`),
      ),
    )

    const { 201: held = 0, confirmed = 0, ...refused } = countOutcomes(answers)
    expect([held + confirmed, refused]).toEqual([50, { event_full: 150 }])
    expect({ held: 0, confirmed: 0, ...(await seatsOf(event)) }).toEqual({ held, confirmed })
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })

  it('each of whom sends their hold five times over: one registration each', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 50 })
    const people = await signedInApps(platform, 40)
    const held = await Promise.all(people.map(({ app }) => app.post(`events/${event.id}/hold/`)))

    const answers = await Promise.all(
      people.flatMap(({ app }, index) =>
        Array.from({ length: 5 }, () =>
          app.post(`events/${event.id}/register/`, { hold: held[index]!.body.hold.id }),
        ),
      ),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 40, already_registered: 160 })
    expect(await seatsOf(event)).toEqual({ confirmed: 40 })
  })
})

describe('holds that expire', () => {
  it('give their seats to who comes, though a look would have called the event full', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 20 })
    const [slow, quick] = [await signedInApps(platform, 20), await signedInApps(platform, 60)]
    await Promise.all(slow.map(({ app }) => app.post(`events/${event.id}/hold/`)))
    await expireHoldsAndOffers(platform.payload, event.id)

    const answers = await Promise.all(
      quick.map(({ app }) => app.post(`events/${event.id}/register/`)),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 20, event_full: 40 })
    expect(await seatsOf(event)).toEqual({ confirmed: 20 })
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })

  it('while the clock passes them on and a rush comes, go to who has waited', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 10,
      waitlistEnabled: true,
    })
    const people = await signedInApps(platform, 60)
    const [holding, waiting, late] = [0, 10, 30].map((from, index) =>
      people.slice(from, [10, 30, 60][index]),
    )
    await Promise.all(holding!.map(({ app }) => app.post(`events/${event.id}/hold/`)))
    for (const { app } of waiting!) await app.post(`events/${event.id}/register/`)
    await expireHoldsAndOffers(platform.payload, event.id)

    const [answers] = await Promise.all([
      Promise.all(late!.map(({ app }) => app.post(`events/${event.id}/register/`))),
      releaseExpiredHolds(platform.payload, new Date()),
      releaseExpiredHolds(platform.payload, new Date()),
    ])

    expect(countOutcomes(answers)).toEqual({ waitlisted: 30 })
    const { rows } = await poolOf(platform.payload).query<{ user: number }>(
      `SELECT user_id AS user FROM registrations WHERE event_id = $1 AND state = 'confirmed'
       ORDER BY id`,
      [event.id],
    )
    expect(rows.map(({ user }) => user)).toEqual(waiting!.slice(0, 10).map(({ id }) => id))
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })
})

describe('a rush through every door', () => {
  // GraphQL asks for the state of a required field; what is sent for it gives nobody a place.
  const mutation = `mutation ($data: mutationRegistrationInput!) {
    createRegistration(data: $data) { id state } }`

  /** Every way to come to a place. */
  const ways = {
    v1: ({ app }: Caller, event: number, seats: number) =>
      app.post(`events/${event}/register/`, { seats }),
    bare: ({ app }: Caller, event: number, seats: number) =>
      app.post(`/api/events/${event}/register/`, { seats }),
    'custom endpoint': ({ rest }: Caller, event: number, seats: number) =>
      rest.post(`/api/events/${event}/register`, { seats }),
    keyed: ({ id, app }: Caller, event: number, seats: number) =>
      app.post(
        `events/${event}/register/`,
        { seats },
        { headers: { 'Idempotency-Key': `${event}-${id}` } },
      ),
    REST: ({ rest }: Caller, event: number, seats: number) =>
      rest.post('/api/registrations', { event, seats }),
    GraphQL: ({ id, rest }: Caller, event: number, seats: number) =>
      rest.graphql(mutation, { data: { event, user: id, seats, state: 'confirmed' } }),
    panel: ({ id }: Caller, event: number, seats: number) =>
      staff.panel.post('/api/registrations', { event, user: id, seats }),
    held: async ({ app }: Caller, event: number, seats: number) => {
      const { body } = await app.post(`events/${event}/hold/`, { seats })
      return app.post(`events/${event}/register/`, { seats, hold: body.hold?.id })
    },
    'held in vain': async ({ app }: Caller, event: number, seats: number) => {
      await app.post(`events/${event}/hold/`, { seats })
      await app.delete(`events/${event}/hold/`)
      return app.post(`events/${event}/register/`, { seats })
    },
  }

  const come = (people: Caller[], event: Event): Promise<ApiResponse[]> =>
    Promise.all(
      people.map((person, index) =>
        Object.values(ways)[index % Object.keys(ways).length]!(person, event.id, (index % 3) + 1),
      ),
    )

  /** Every second one leaves, by their own door; who is offered a place accepts or declines it. */
  const goOn = (people: Caller[], { id }: Event) =>
    Promise.all(
      people.map(async ({ app, rest }, index) => {
        if (index % 4 === 0) return app.delete(`events/${id}/register/`)
        if (index % 4 === 1) return rest.delete(`/api/events/${id}/register`)
        if (index % 4 === 2) return app.post(`events/${id}/register/accept/`)
        return app.post(`events/${id}/hold/`)
      }),
    )

  /** As many for each way. */
  const visitors = soak(6, 18) * Object.keys(ways).length

  it.each([false, true])(
    'ends exact (places are offered: %s)',
    async (waitlistOffers) => {
      const details = {
        maxParticipants: 40,
        maxPartySize: 3,
        waitlistEnabled: true,
        waitlistOffers,
      }
      const event = await createEvent(platform.payload, details)
      const people = await callers(visitors)

      const came = await come(people, event)
      expect(Object.keys(countOutcomes(came)).sort()).toEqual(['confirmed', 'waitlisted'])
      expect(await findBrokenInvariants(platform.payload)).toEqual([])

      const went = await goOn(people, event)
      await Promise.all([
        staff.panel.patch(`/api/events/${event.id}`, { maxParticipants: 60 }),
        come(people.slice(0, visitors / 3), event),
        goOn(people.slice(visitors / 3), event),
      ])

      expect(went.filter(({ status }) => status >= 500)).toEqual([])
      expect(went.map(outcomeOf)).toContain('204')
      expect(await findBrokenInvariants(platform.payload)).toEqual([])
      const { confirmed = 0, offered = 0, held = 0 } = await seatsOf(event)
      const { body } = await staff.app.get(`events/${event.id}/`)
      expect([body.max_participants, body.registered_count, body.seats_left]).toEqual([
        60,
        confirmed + offered,
        60 - confirmed - offered - held,
      ])

      await expireHoldsAndOffers(platform.payload, event.id)
      for (let report = ''; report !== 'No expired holds or offers';) {
        report = await releaseExpiredHolds(platform.payload, new Date())
        await expireHoldsAndOffers(platform.payload, event.id)
        expect(await findBrokenInvariants(platform.payload)).toEqual([])
      }
      expect(Object.keys(await seatsOf(event)).filter((state) => state === 'held')).toEqual([])
    },
    60_000,
  )
})
