import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { closeEndedWaitlists } from '../../src/features/registrations/jobs/closeEndedWaitlists.ts'
import { releaseExpiredHolds } from '../../src/features/registrations/jobs/releaseExpiredHolds.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { eventsPublishedBy } from '../support/publishedEvents.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { expectRefusal, notFound } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A waitlist to which freed seats are offered, and who takes how long to say yes. */
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

interface Scene {
  event: Event
  people: Caller[]
  register: string
  accept: string
}

/** An event with one place that the first has, and the others in line. */
async function queue(size: number, details: Partial<Event> = {}): Promise<Scene> {
  const event = await createEvent(platform.payload, {
    maxParticipants: 1,
    maxPartySize: 3,
    waitlistEnabled: true,
    waitlistOffers: true,
    ...details,
  })
  const register = `events/${event.id}/register/`
  const people = await Promise.all(Array.from({ length: size }, () => newCaller(platform)))
  for (const { app } of people) await app.post(register)
  return { event, people, register, accept: `${register}accept/` }
}

/** What an attendee sees of their own registration that came last. */
async function mine({ event }: Pick<Scene, 'event'>, { rest }: Caller) {
  const { body } = await rest.get(
    `/api/registrations?depth=0&limit=1&sort=-id&where[event][equals]=${event.id}`,
  )
  return body.docs[0]
}

/** Each one's state, and their place in line. */
const standings = async (scene: Scene) =>
  Promise.all(
    scene.people.map(async (person) => {
      const { state, waitlistPosition } = await mine(scene, person)
      return waitlistPosition === null ? state : `${state} ${waitlistPosition}`
    }),
  )

const change = async ({ event }: Scene, data: object) =>
  expect((await staff.panel.patch(`/api/events/${event.id}`, data)).status).toBe(200)

describe('a place that is given back', () => {
  it('is offered to the next in line for as long as the event says, and taken meanwhile', async () => {
    const scene = await queue(3, { offerMinutes: 90 })
    const [first, second] = scene.people

    const told = await eventsPublishedBy(platform.payload, () => first!.app.delete(scene.register))

    expect(await standings(scene)).toEqual(['cancelled', 'offered', 'waitlisted 1'])
    const { id, offerExpiresAt } = await mine(scene, second!)
    expect(Math.round((Date.parse(offerExpiresAt) - Date.now()) / 60_000)).toBe(90)
    expect(told.map(({ type }) => type)).toEqual(['registration.cancelled', 'registration.offered'])
    expect(told[1]!.data).toMatchObject({ registrationId: id, userId: second!.id })
    expect((await staff.app.get(`events/${scene.event.id}/`)).body).toMatchObject({
      registered_count: 1,
      seats_left: 0,
      waitlist_count: 1,
    })
  })

  it('is theirs once they accept; accepting again answers the same', async () => {
    const scene = await queue(2)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)

    const told = await eventsPublishedBy(platform.payload, async () => {
      const answer = await second!.app.post(scene.accept)
      expect(answer.status).toBe(200)
      expect(answer.body).toMatchObject({
        status: 'registered',
        registration: { event: scene.event.id, user: second!.id, seats: 1, state: 'confirmed' },
      })
      expect((await second!.app.post(scene.accept)).body).toEqual(answer.body)
    })

    expect(told).toEqual([
      { type: 'registration.confirmed', data: expect.objectContaining({ userId: second!.id }) },
    ])
    expect(await standings(scene)).toEqual(['cancelled', 'confirmed'])
  })

  it('goes on to the next when they decline', async () => {
    const scene = await queue(3)
    const [first, second, third] = scene.people
    await first!.app.delete(scene.register)

    expect((await second!.app.delete(scene.register)).status).toBe(204)

    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'offered'])
    expectRefusal(await second!.app.delete(scene.register), 404, notFound)
    expect((await second!.app.post(scene.accept)).body.code).toBe('not_offered')
    expect((await third!.app.post(scene.accept)).status).toBe(200)
  })

  it('cannot be registered for a second time, nor be let in with', async () => {
    const scene = await queue(2)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)
    const { id } = await mine(scene, second!)

    expect((await second!.app.post(scene.register)).body.code).toBe('already_registered')
    expect((await second!.app.post(`events/${scene.event.id}/hold/`)).body.code).toBe(
      'already_registered',
    )
    const arrived = { checkedInAt: new Date().toISOString() }
    expect((await staff.panel.patch(`/api/registrations/${id}`, arrived)).status).toBe(400)
  })

  it('nobody takes by writing the state, or a later deadline, themselves', async () => {
    const scene = await queue(2)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)
    const before = await mine(scene, second!)

    const answers = await Promise.all(
      [{ state: 'confirmed' }, { offerExpiresAt: inDays(9) }].map((data) =>
        second!.rest.patch(`/api/registrations/${before.id}`, data),
      ),
    )

    expect(answers.map(({ status }) => status)).toEqual([400, 200])
    expect(await mine(scene, second!)).toMatchObject({
      state: 'offered',
      offerExpiresAt: before.offerExpiresAt,
    })
  })
})

describe('an offer that nobody accepts in time', () => {
  const reason = 'The offer expired'

  it('is passed on by the clock, and the one it was made to is told why', async () => {
    const scene = await queue(3)
    const [first, second, third] = scene.people
    await first!.app.delete(scene.register)
    await expireHoldsAndOffers(platform.payload, scene.event.id)

    const told = await eventsPublishedBy(platform.payload, async () => {
      expect(await releaseExpiredHolds(platform.payload, new Date())).toBe(
        '1 event, 1 promoted from the waitlist',
      )
    })

    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'offered'])
    expect(await mine(scene, second!)).toMatchObject({ cancelReason: reason })
    expect(told).toEqual([
      {
        type: 'registration.cancelled',
        data: expect.objectContaining({
          userId: second!.id,
          was: 'offered',
          cause: 'offer_expired',
          reason,
        }),
      },
      { type: 'registration.offered', data: expect.objectContaining({ userId: third!.id }) },
    ])
    expect(await releaseExpiredHolds(platform.payload, new Date())).toBe(
      'No expired holds or offers',
    )
  })

  it('is refused to who accepts too late, and passed on at that', async () => {
    const scene = await queue(3)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)
    await expireHoldsAndOffers(platform.payload, scene.event.id)

    const late = [await second!.app.post(scene.accept), await second!.app.post(scene.accept)]

    for (const answer of late) {
      expectRefusal(answer, 409, { detail: 'The offer has expired', code: 'offer_expired' })
    }
    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'offered'])
  })

  it.each([
    ['registers anew: the next in line comes first', 'register/', 202],
    ['asks for a hold: the next in line comes first', 'hold/', 409],
  ] as const)('is passed on when somebody %s', async (_name, path, status) => {
    const scene = await queue(3)
    const [first] = scene.people
    await first!.app.delete(scene.register)
    await expireHoldsAndOffers(platform.payload, scene.event.id)

    const answer = await (await newCaller(platform)).app.post(`events/${scene.event.id}/${path}`)

    expect(answer.status).toBe(status)
    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'offered'])
  })

  it('locks nobody out of an event whose waitlist was closed meanwhile', async () => {
    const scene = await queue(2)
    const [first] = scene.people
    await first!.app.delete(scene.register)
    await change(scene, { waitlistEnabled: false })
    const late = await newCaller(platform)
    expect((await late.app.post(scene.register)).body.code).toBe('event_full')
    await expireHoldsAndOffers(platform.payload, scene.event.id)

    expect((await late.app.post(scene.register)).status).toBe(200)
  })

  const long = { offerMinutes: 10_080, startDate: inDays(3), endDate: inDays(4) }
  const closes = { registrationClosesAt: inDays(2) }
  it.each([
    ['when the event begins, at the latest', {}, 'startDate'],
    ['when registration closes, at the latest', closes, 'registrationClosesAt'],
    [
      'when the event begins, if the waitlist moves until then',
      { ...closes, waitlistUntil: 'eventBegins' },
      'startDate',
    ],
  ] as const)('ends %s', async (_name, details, field) => {
    const scene = await queue(2, { ...long, ...details })
    await scene.people[0]!.app.delete(scene.register)

    const { offerExpiresAt } = await mine(scene, scene.people[1]!)

    expect(offerExpiresAt).toBe(scene.event[field])
  })

  it('ends sooner when the waitlist ends sooner, and then nobody can accept it', async () => {
    const scene = await queue(3, long)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)

    await change(scene, closes)
    expect((await mine(scene, second!)).offerExpiresAt).toBe(closes.registrationClosesAt)
    await change(scene, { registrationClosesAt: inDays(-1) })

    expect((await second!.app.post(scene.accept)).body.code).toBe('offer_expired')
    await releaseExpiredHolds(platform.payload, new Date())
    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'waitlisted 1'])
  })
})

describe('accepting', () => {
  it('without an offer: 409 not_offered, for who waits and for who has a place', async () => {
    const scene = await queue(2)

    const answers = await Promise.all(scene.people.map(({ app }) => app.post(scene.accept)))

    for (const answer of answers) {
      expectRefusal(answer, 409, { detail: 'No place is offered to you', code: 'not_offered' })
    }
  })

  it('without a registration, or for a draft: 404', async () => {
    const scene = await queue(1)
    const stranger = await newCaller(platform)
    const draft = await createEvent(platform.payload, { status: 'draft' })

    expectRefusal(await stranger.app.post(scene.accept), 404, notFound)
    expectRefusal(await stranger.app.post(`events/${draft.id}/register/accept/`), 404, notFound)
  })

  it('what was offered for an event that is cancelled meanwhile: 409 event_cancelled', async () => {
    const scene = await queue(3)
    await scene.people[0]!.app.delete(scene.register)

    await change(scene, { status: 'cancelled' })

    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    expect((await scene.people[1]!.app.post(scene.accept)).body.code).toBe('event_cancelled')
  })

  it('and declining at once, many times over, leaves one answer and one place', async () => {
    const scene = await queue(4)
    const [first, second] = scene.people
    await first!.app.delete(scene.register)

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_none, index) =>
        index % 2 === 0 ? second!.app.post(scene.accept) : second!.app.delete(scene.register),
      ),
    )

    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'offered', 'waitlisted 1'])
  })

  it('for many at once, while others register, gives each their own', async () => {
    const scene = await queue(9)
    await change(scene, { maxParticipants: 5 })
    expect((await standings(scene)).filter((state) => state === 'offered')).toHaveLength(4)

    const [accepted, came] = await Promise.all([
      Promise.all(scene.people.slice(1, 5).map(({ app }) => app.post(scene.accept))),
      Promise.all(
        Array.from({ length: 10 }, async () =>
          (await newCaller(platform)).app.post(scene.register),
        ),
      ),
    ])

    expect(accepted.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(came.map(({ status }) => status)).toEqual(Array(10).fill(202))
    expect(came.map(({ body }) => body.position).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_none, index) => index + 5),
    )
  })
})

describe('the line', () => {
  it('is right after every change', async () => {
    const scene = await queue(5, { waitlistOffers: false })
    const [first, , third] = scene.people
    expect(await standings(scene)).toEqual([
      'confirmed',
      'waitlisted 1',
      'waitlisted 2',
      'waitlisted 3',
      'waitlisted 4',
    ])

    await third!.app.delete(scene.register)
    expect(await standings(scene)).toEqual([
      'confirmed',
      'waitlisted 1',
      'cancelled',
      'waitlisted 2',
      'waitlisted 3',
    ])

    await first!.app.delete(scene.register)
    expect((await first!.app.delete(scene.register)).status).toBe(404)
    expect(await standings(scene)).toEqual([
      'cancelled',
      'confirmed',
      'cancelled',
      'waitlisted 1',
      'waitlisted 2',
    ])

    await change(scene, { waitlistOffers: true, maxParticipants: 2 })
    expect(await standings(scene)).toEqual([
      'cancelled',
      'confirmed',
      'cancelled',
      'offered',
      'waitlisted 1',
    ])
    expect((await third!.app.post(scene.register)).body.position).toBe(2)
  })

  it('lets a small party by where a large one does not fit, and never a newcomer', async () => {
    const scene = await queue(1, { maxParticipants: 3 })
    const [large, small, late] = await Promise.all([0, 1, 2].map(() => newCaller(platform)))
    await scene.people[0]!.app.delete(scene.register)
    await scene.people[0]!.app.post(scene.register, { seats: 2 })
    expect((await large!.app.post(scene.register, { seats: 3 })).body.position).toBe(1)
    expect((await small!.app.post(scene.register, { seats: 1 })).status).toBe(200)
    const { id } = await mine(scene, scene.people[0]!)

    await staff.panel.patch(`/api/registrations/${id}`, { state: 'cancelled' })
    expect(await mine(scene, large!)).toMatchObject({ state: 'waitlisted', waitlistPosition: 1 })
    await small!.app.delete(scene.register)

    expect(await mine(scene, large!)).toMatchObject({ state: 'offered' })
    expect((await late!.app.post(scene.register)).status).toBe(202)
  })

  it('and what is offered end with an event that is over', async () => {
    const scene = await queue(3)
    await scene.people[0]!.app.delete(scene.register)
    // Over since a moment ago: Payload would move nothing into the past by itself.
    await poolOf(platform.payload).query(
      `UPDATE events SET start_date = now() - interval '2 hours', end_date = now() - interval '1 second'
       WHERE id = $1`,
      [scene.event.id],
    )

    expect((await scene.people[1]!.app.post(scene.accept)).body.code).toBe('event_ended')
    await closeEndedWaitlists(platform.payload, new Date())

    expect(await standings(scene)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })
})

describe('a waitlist that has ended', () => {
  const begun = { startDate: inDays(-1), endDate: inDays(1) }
  const closed = { registrationClosesAt: inDays(-1) }

  type Freeing = (scene: Scene) => Promise<unknown>
  const freeings: [string, Freeing][] = [
    ['a cancellation', ({ people, register }) => people[0]!.app.delete(register)],
    [
      'a cancellation by staff',
      async (scene) => {
        const { id } = await mine(scene, scene.people[0]!)
        await staff.panel.patch(`/api/registrations/${id}`, { state: 'cancelled' })
      },
    ],
    ['a raised capacity', (scene) => change(scene, { maxParticipants: 5 })],
    [
      'a scheduled job that releases a hold',
      async (scene) => {
        await change(scene, { maxParticipants: 2, waitlistEnabled: true })
        await expireHoldsAndOffers(platform.payload, scene.event.id)
        await releaseExpiredHolds(platform.payload, new Date())
      },
    ],
  ]

  const cells = freeings.flatMap(([name, free]) =>
    (
      [
        ['closed', closed, false],
        ['begun', begun, false],
        ['begun, until it begins', { ...begun, waitlistUntil: 'eventBegins' }, false],
        ['closed, until it begins', { ...closed, waitlistUntil: 'eventBegins' }, true],
      ] as const
    ).map(([when, details, moves]) => [name, when, free, details, moves] as const),
  )

  it.each(cells)(
    'by %s, %s: nobody moves up unasked',
    async (_name, _when, free, details, moves) => {
      const scene = await queue(2, { waitlistOffers: false })
      await change(scene, details)

      await free(scene)

      const { state } = await mine(scene, scene.people[1]!)
      expect(state).toBe(moves ? 'confirmed' : 'waitlisted')
      await change(scene, { status: 'cancelled' })
    },
  )

  it('takes nobody any more: a full event that has begun is event_full', async () => {
    const scene = await queue(2)
    await change(scene, begun)
    const late = await newCaller(platform)

    expect((await late.app.post(scene.register)).body.code).toBe('event_full')
    expect(
      (await late.rest.post('/api/registrations', { event: scene.event.id })).body.errors[0].data
        .code,
    ).toBe('event_full')
  })

  it('is no choice but one of the two', async () => {
    const { event } = await queue(0)

    const answer = await staff.panel.patch(`/api/events/${event.id}`, { waitlistUntil: 'never' })

    expect(answer.body.errors[0].data.errors[0].path).toBe('waitlistUntil')
  })
})

describe('the settings', () => {
  it.each([4, 10_081, 7.5])('take no %s minutes', async (offerMinutes) => {
    const { event } = await queue(0)

    const answer = await staff.panel.patch(`/api/events/${event.id}`, { offerMinutes })

    expect([answer.status, answer.body.errors[0].data.errors[0].path]).toEqual([
      400,
      'offerMinutes',
    ])
  })

  it('the capacity does not fall below what is offered or held, until that has lapsed', async () => {
    const scene = await queue(1, { maxParticipants: 3 })
    await (await newCaller(platform)).app.post(`events/${scene.event.id}/hold/`)
    const lower = () => staff.panel.patch(`/api/events/${scene.event.id}`, { maxParticipants: 1 })

    const refused = await lower()
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].data.errors[0].message).toMatch(/^2 seats are taken or held/)
    await expireHoldsAndOffers(platform.payload, scene.event.id)

    expect((await lower()).status).toBe(200)
  })

  it('an event of which seats are held, and no more, can be deleted with them', async () => {
    const { event } = await queue(0)
    const { app } = await newCaller(platform)
    await app.post(`events/${event.id}/hold/`)

    expect((await staff.panel.delete(`/api/events/${event.id}`)).status).toBe(200)

    expectRefusal(await app.delete(`events/${event.id}/hold/`), 404, notFound)
  })

  it('a cancelled event holds nothing, and a deleted user holds nothing', async () => {
    const scene = await queue(1, { maxParticipants: 2 })
    const { event } = scene
    const admin = await newCaller(platform, 'admin')
    const [leaver, waiting] = [await newCaller(platform), await newCaller(platform)]
    const held = async () =>
      (
        await poolOf(platform.payload).query('SELECT 1 FROM seat_holds WHERE event_id = $1', [
          event.id,
        ])
      ).rowCount
    await leaver.app.post(`events/${event.id}/hold/`)
    await waiting.app.post(scene.register)

    expect((await admin.panel.delete(`/api/users/${leaver.id}`)).status).toBe(200)
    expect(await held()).toBe(0)
    expect(await mine(scene, waiting)).toMatchObject({ state: 'offered' })

    await change(scene, { maxParticipants: 3 })
    await (await newCaller(platform)).app.post(`events/${event.id}/hold/`)
    expect(await held()).toBe(1)
    await change(scene, { status: 'cancelled' })
    expect(await held()).toBe(0)
  })
})
