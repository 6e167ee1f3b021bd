import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { maxHoldsPerUser } from '../../src/features/registrations/rules.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInApp, signedInApps } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { expectInvalid, expectRefusal, notFound, unauthenticated } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const eventWith = async (details: Partial<Event> = {}) => {
  const event = await createEvent(platform.payload, { maxPartySize: 3, ...details })
  return { event, hold: `events/${event.id}/hold/`, register: `events/${event.id}/register/` }
}

const counts = async (id: number) => {
  const { body } = await appOf(platform.url).get(`events/${id}/`)
  return [body.registered_count, body.seats_left, body.waitlist_count]
}

/** Sooner than a hold ends by itself. */
const soon = new Date(Date.now() + 5 * 60_000).toISOString()

const full = { detail: 'Event is at capacity', code: 'event_full' }

describe('POST events/{id}/hold/', () => {
  it('signed in: 201 with the hold, whose seats are left no more', async () => {
    const { event, hold } = await eventWith()
    const { app } = await signedInApp(platform)

    const answer = await app.post(hold, { seats: 2 })

    expect(answer.status).toBe(201)
    const { id, event: of, seats, expires_at } = answer.body.hold
    expect([of, seats]).toEqual([event.id, 2])
    expect(id).toMatch(/^[\da-f-]{36}$/)
    const minutes = (Date.parse(expires_at) - Date.now()) / 60_000
    expect(Math.round(minutes)).toBe(10)
    expect(await counts(event.id)).toEqual([0, 8, 0])
  })

  it.each([
    ['the registration window', { registrationClosesAt: soon }],
    ['the event', { startDate: inDays(-1), endDate: soon }],
  ])('ends with %s at the latest, also when that moves closer', async (_name, details) => {
    const { event, hold } = await eventWith(details)
    const later = await eventWith()
    const { app } = await signedInApp(platform)
    const staff = await signedInApp(platform, 'staff')

    const near = await app.post(hold)
    await app.post(later.hold)
    await staff.app.patch(`/api/events/${later.event.id}`, details)
    const moved = await app.post(later.hold)

    expect([near.status, near.body.hold.event]).toEqual([201, event.id])
    expect(Date.parse(near.body.hold.expires_at)).toBe(Date.parse(soon))
    expect([moved.status, Date.parse(moved.body.hold.expires_at)]).toEqual([200, Date.parse(soon)])
  })

  it.each([
    ['cancelled', { status: 'cancelled' }],
    ['a draft again', { status: 'draft' }],
    ['closed', { registrationClosesAt: inDays(-1) }],
    ['not open yet', { registrationOpensAt: inDays(1) }],
  ])('ends at once when the event is %s', async (_name, change) => {
    const { event, hold } = await eventWith()
    const { app } = await signedInApp(platform)
    const staff = await signedInApp(platform, 'staff')
    await app.post(hold)

    expect((await staff.app.patch(`/api/events/${event.id}`, change)).status).toBe(200)

    const held = 'SELECT 1 FROM seat_holds WHERE event_id = $1'
    expect((await poolOf(platform.payload).query(held, [event.id])).rowCount).toBe(0)
  })

  it('again: 200 with the same hold, as it was and for no longer', async () => {
    const { hold } = await eventWith()
    const { app } = await signedInApp(platform)
    const first = await app.post(hold)

    const again = await app.post(hold, { seats: 3 })

    expect([again.status, again.body]).toEqual([200, first.body])
  })

  it('below the prefix without a version, and with an Idempotency-Key, the same', async () => {
    const { event, hold } = await eventWith()
    const { app } = await signedInApp(platform)
    const headers = { 'Idempotency-Key': 'one-hold' }

    const answers = [
      await app.post(hold, { seats: 1 }, { headers }),
      await app.post(hold, { seats: 1 }, { headers }),
      await app.post(`/api/${hold}`),
    ]

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200])
    expect(new Set(answers.map(({ body }) => body.hold.id)).size).toBe(1)
    expect(await counts(event.id)).toEqual([0, 9, 0])
  })

  it('409 event_full when nothing is free, also with a waitlist: a hold never waits', async () => {
    const { hold } = await eventWith({ maxParticipants: 1, waitlistEnabled: true })
    const [first, second] = await signedInApps(platform, 2)
    await first!.app.post(hold)

    expectRefusal(await second!.app.post(hold), 409, full)
  })

  it('409 already_registered for who has a place, and for who waits', async () => {
    const { hold, register } = await eventWith({ maxParticipants: 1, waitlistEnabled: true })
    const people = await signedInApps(platform, 2)
    for (const { app } of people) await app.post(register)

    const answers = await Promise.all(people.map(({ app }) => app.post(hold)))

    expect(answers.map(({ body }) => body.code)).toEqual([
      'already_registered',
      'already_registered',
    ])
  })

  const past = { startDate: inDays(-2), endDate: inDays(-1) }
  it.each([
    ['event_cancelled', { status: 'cancelled' }],
    ['event_ended', past],
    ['event_not_open', { registrationOpensAt: inDays(1) }],
    ['event_not_open', { registrationClosesAt: inDays(-1) }],
    ['party_too_large', { maxPartySize: 2 }],
  ] as const)('409 %s, as for a registration', async (code, details) => {
    const { hold, register } = await eventWith(details)
    const { app } = await signedInApp(platform)

    const [held, registered] = [
      await app.post(hold, { seats: 3 }),
      await app.post(register, { seats: 3 }),
    ]

    expect([held.status, held.body.code]).toEqual([409, code])
    expect(held.body).toEqual(registered.body)
  })

  it("a draft, and what there is none of: 404, so that a draft's number tells nothing", async () => {
    const { hold } = await eventWith({ status: 'draft' })
    const { app } = await signedInApp(platform)

    expectRefusal(await app.post(hold), 404, notFound)
    expectRefusal(await app.post('events/999999/hold/'), 404, notFound)
  })

  it('anyone else: 401', async () => {
    const { hold } = await eventWith()

    expectRefusal(await appOf(platform.url).post(hold), 401, unauthenticated)
    expectRefusal(await appOf(platform.url).delete(hold), 401, unauthenticated)
  })

  it.each([[0], [1.5], ['2'], [1001]])('seats: %j is 400', async (seats) => {
    const { hold } = await eventWith()
    const { app } = await signedInApp(platform)

    expectInvalid(await app.post(hold, { seats }), { seats: [expect.any(String)] })
  })

  it('of one event after another ends at a few; what has expired does not count', async () => {
    const { app } = await signedInApp(platform)
    const events = await Promise.all(Array.from({ length: maxHoldsPerUser + 1 }, () => eventWith()))

    const answers = await Promise.all(events.map(({ hold }) => app.post(hold)))

    const refused = answers.findIndex(({ status }) => status !== 201)
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(maxHoldsPerUser)
    expect(answers[refused]!.body.code).toBe('too_many_holds')
    await expireHoldsAndOffers(platform.payload, events[(refused + 1) % events.length]!.event.id)
    expect((await app.post(events[refused]!.hold)).status).toBe(201)
  })

  it('of a user who was suspended a moment ago: 403', async () => {
    const { event } = await eventWith()
    const { id } = await signedInApp(platform)
    await poolOf(platform.payload).query('UPDATE users SET suspended = true WHERE id = $1', [id])

    const { rows } = await poolOf(platform.payload).query(
      `SELECT outcome FROM hold_seats($1, $2, 1, now() + interval '1 minute', 5, now())`,
      [event.id, id],
    )

    expect(rows).toEqual([{ outcome: 'user_suspended' }])
  })
})

describe('DELETE events/{id}/hold/', () => {
  it('signed in: 204, and 404 the second time', async () => {
    const { event, hold } = await eventWith()
    const { app } = await signedInApp(platform)
    await app.post(hold)

    expect((await app.delete(hold)).status).toBe(204)
    expectRefusal(await app.delete(hold), 404, notFound)
    expect(await counts(event.id)).toEqual([0, 10, 0])
  })

  it("gives the seats to who waits, and leaves other people's holds alone", async () => {
    const { event, hold, register } = await eventWith({ maxParticipants: 2, waitlistEnabled: true })
    const [first, second, waiting] = await signedInApps(platform, 3)
    await first!.app.post(hold)
    await second!.app.post(hold)
    expect((await waiting!.app.post(register)).body.position).toBe(1)

    await first!.app.delete(hold)

    expect(await counts(event.id)).toEqual([1, 0, 0])
    expect((await second!.app.post(hold)).status).toBe(200)
  })
})

describe('POST events/{id}/register/ with a hold', () => {
  it('makes it the registration, with its seats, though the event is full', async () => {
    const { event, hold, register } = await eventWith({ maxParticipants: 2 })
    const [holder, late] = await signedInApps(platform, 2)
    const { body } = await holder!.app.post(hold, { seats: 2 })
    expectRefusal(await late!.app.post(register), 409, full)

    const answer = await holder!.app.post(register, { hold: body.hold.id })

    expect([answer.status, answer.body.registration.seats]).toEqual([200, 2])
    expect(answer.body.registration.state).toBe('confirmed')
    expect(await counts(event.id)).toEqual([2, 0, 0])
    expect((await holder!.app.post(register, { hold: body.hold.id })).body.code).toBe(
      'already_registered',
    )
    expectRefusal(await holder!.app.delete(hold), 404, notFound)
  })

  it.each([
    [
      'the path without a slash, which is an endpoint of its own',
      (id: number) => `/api/events/${id}/register`,
      {},
    ],
    [
      'a key, which makes it part of a transaction',
      (id: number) => `events/${id}/register/`,
      { 'Idempotency-Key': 'convert' },
    ],
  ])('through %s', async (_name, pathOf, headers) => {
    const { event, hold } = await eventWith({ maxParticipants: 3 })
    const { app } = await signedInApp(platform)
    const { body } = await app.post(hold, { seats: 3 })

    const answer = await app.post(pathOf(event.id), { hold: body.hold.id }, { headers })

    expect([answer.status, answer.body.registration.seats]).toEqual([200, 3])
    expect(await counts(event.id)).toEqual([3, 0, 0])
  })

  it('409 hold_expired, without taking a place that is free', async () => {
    const { event, hold, register } = await eventWith()
    const { app } = await signedInApp(platform)
    const { body } = await app.post(hold)
    await expireHoldsAndOffers(platform.payload, event.id)

    const answer = await app.post(register, { hold: body.hold.id })

    expectRefusal(answer, 409, { detail: 'This hold has expired', code: 'hold_expired' })
    expect(await counts(event.id)).toEqual([0, 10, 0])
    expect((await app.post(register)).status).toBe(200)
  })

  it("409 hold_expired with somebody else's, which stays theirs", async () => {
    const { event, hold, register } = await eventWith({ maxParticipants: 1 })
    const [holder, thief] = await signedInApps(platform, 2)
    const { body } = await holder!.app.post(hold)

    const answer = await thief!.app.post(register, { hold: body.hold.id })

    expect([answer.status, answer.body.code]).toEqual([409, 'hold_expired'])
    expect(await counts(event.id)).toEqual([0, 0, 0])
    expect((await holder!.app.post(register, { hold: body.hold.id })).status).toBe(200)
  })

  it('400 for what is no id', async () => {
    const { register } = await eventWith()
    const { app } = await signedInApp(platform)

    expectInvalid(await app.post(register, { hold: 'mine' }), { hold: [expect.any(String)] })
  })

  it('without its id takes the held seats over, and gives back what it does not need', async () => {
    const { event, hold, register } = await eventWith({ maxParticipants: 3, waitlistEnabled: true })
    const [holder, waiting] = await signedInApps(platform, 2)
    await holder!.app.post(hold, { seats: 3 })
    await waiting!.app.post(register, { seats: 2 })

    const answer = await holder!.app.post(register, { seats: 1 })

    expect([answer.status, answer.body.registration.seats]).toEqual([200, 1])
    expect(await counts(event.id)).toEqual([3, 0, 0])
  })

  it('for more than there is: 409 event_full, and what is held stays held', async () => {
    const { event, hold, register } = await eventWith({ maxParticipants: 3, waitlistEnabled: true })
    const [one, other] = await signedInApps(platform, 2)
    const { app } = one!
    await other!.app.post(register)
    const { body } = await app.post(hold)

    expectRefusal(await app.post(register, { seats: 3 }), 409, full)

    expect(await counts(event.id)).toEqual([1, 1, 0])
    expect((await app.post(register, { hold: body.hold.id })).status).toBe(200)
  })
})
