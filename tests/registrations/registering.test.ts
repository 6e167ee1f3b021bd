import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInApp, signedInApps } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
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

const pathTo = async (details: Partial<Event> = {}) => {
  const event = await createEvent(platform.payload, details)
  return { event, path: `events/${event.id}/register/` }
}

describe('POST events/{id}/register/', () => {
  it('signed in: 200, registered', async () => {
    const { event, path } = await pathTo()
    const { id, app } = await signedInApp(platform)

    const answer = await app.post(path)

    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      status: 'registered',
      registration: {
        id: expect.any(Number),
        event: event.id,
        user: id,
        seats: 1,
        state: 'confirmed',
        ticket_code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
        registered_at: expect.stringMatching(/Z$/),
      },
    })
    expect((await app.get(`events/${event.id}/`)).body).toMatchObject({
      registered_count: 1,
      seats_left: 9,
    })
  })

  it('on the waitlist: 202 with the position', async () => {
    const { event, path } = await pathTo({ maxParticipants: 1, waitlistEnabled: true })
    const people = await signedInApps(platform, 3)

    const answers = []
    for (const { app } of people) answers.push(await app.post(path))

    expect(answers.map(({ status }) => status)).toEqual([200, 202, 202])
    expect(answers[2]!.body).toEqual({
      status: 'waitlisted',
      position: 2,
      registration: expect.objectContaining({ state: 'waitlisted', user: people[2]!.id }),
    })
    expect((await people[0]!.app.get(`events/${event.id}/`)).body).toMatchObject({
      registered_count: 1,
      seats_left: 0,
      waitlist_count: 2,
    })
  })

  it('anyone else: 401', async () => {
    const { path } = await pathTo()

    expectRefusal(await appOf(platform.url).post(path), 401, unauthenticated)
  })

  it('an event that does not exist: 404', async () => {
    const { app } = await signedInApp(platform)

    expectRefusal(await app.post('events/999999/register/'), 404, notFound)
  })

  const past = { startDate: inDays(-2), endDate: inDays(-1) }
  it.each([
    ['event_cancelled', 'This event was cancelled', { status: 'cancelled' }],
    ['event_ended', 'This event has ended', past],
    [
      'event_not_open',
      'Registration for this event is not open',
      { registrationOpensAt: inDays(1) },
    ],
    [
      'event_not_open',
      'Registration for this event is not open',
      { registrationClosesAt: inDays(-1) },
    ],
    ['party_too_large', 'This event does not take a party of that size', { maxPartySize: 2 }],
  ] as const)('409 %s: %s', async (code, detail, details) => {
    const { path } = await pathTo(details)
    const { app } = await signedInApp(platform)

    expectRefusal(await app.post(path, { seats: 3 }), 409, { detail, code })
  })

  it.each([false, true])(
    '409 already_registered, also when the event is full (waitlist: %s)',
    async (waitlistEnabled) => {
      const { path } = await pathTo({ maxParticipants: 1, waitlistEnabled })
      const { app } = await signedInApp(platform)
      await app.post(path)

      expectRefusal(await app.post(path), 409, {
        detail: 'Already registered for this event',
        code: 'already_registered',
      })
    },
  )

  it('409 already_registered for who waits', async () => {
    const { path } = await pathTo({ maxParticipants: 1, waitlistEnabled: true })
    const [first, second] = await signedInApps(platform, 2)
    await first!.app.post(path)
    await second!.app.post(path)

    expect((await second!.app.post(path)).body.code).toBe('already_registered')
  })

  it('409 event_full: Event is at capacity', async () => {
    const { path } = await pathTo({ maxParticipants: 1 })
    const [first, second] = await signedInApps(platform, 2)
    await first!.app.post(path)

    expectRefusal(await second!.app.post(path), 409, {
      detail: 'Event is at capacity',
      code: 'event_full',
    })
  })

  it('an event that is on, but has not ended, takes registrations', async () => {
    const { path } = await pathTo({ startDate: inDays(-1), endDate: inDays(1) })
    const { app } = await signedInApp(platform)

    expect((await app.post(path)).status).toBe(200)
  })

  it('a place is for as many as the party has', async () => {
    const { event, path } = await pathTo({ maxPartySize: 4 })
    const { app } = await signedInApp(platform)

    expect((await app.post(path, { seats: 4 })).body.registration.seats).toBe(4)
    expect((await app.get(`events/${event.id}/`)).body.seats_left).toBe(6)
  })

  it.each([[0], [-1], [1.5], ['2'], [null], [1001]])('seats: %j is 400', async (seats) => {
    const { path } = await pathTo({ maxPartySize: 1000 })
    const { app } = await signedInApp(platform)

    expectInvalid(await app.post(path, { seats }), { seats: [expect.any(String)] })
  })

  it('never gives more places than there are, whatever comes at once', async () => {
    const { event, path } = await pathTo({ maxParticipants: 7 })
    const people = await signedInApps(platform, 40)

    const answers = await Promise.all(people.map(({ app }) => app.post(path)))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
    expect(answers.filter(({ body }) => body.code === 'event_full')).toHaveLength(33)
    const seen = (await people[0]!.app.get(`events/${event.id}/`)).body
    expect([seen.registered_count, seen.seats_left]).toEqual([7, 0])
  })
})

describe('DELETE events/{id}/register/', () => {
  it('signed in: 204, gives the place to the next in line', async () => {
    const { event, path } = await pathTo({ maxParticipants: 1, waitlistEnabled: true })
    const [first, second] = await signedInApps(platform, 2)
    await first!.app.post(path)
    await second!.app.post(path)

    const answer = await first!.app.delete(path)

    expect([answer.status, answer.body]).toEqual([204, ''])
    expect((await first!.app.get(`events/${event.id}/`)).body).toMatchObject({
      registered_count: 1,
      waitlist_count: 0,
    })
    expect((await second!.app.post(path)).body.code).toBe('already_registered')
    expect((await first!.app.post(path)).status).toBe(202)
  })

  it('without a place: 404, also the second time', async () => {
    const { path } = await pathTo()
    const { app } = await signedInApp(platform)

    expectRefusal(await app.delete(path), 404, notFound)
    await app.post(path)
    expect((await app.delete(path)).status).toBe(204)
    expectRefusal(await app.delete(path), 404, notFound)
  })

  it('anyone else: 401', async () => {
    const { path } = await pathTo()

    expectRefusal(await appOf(platform.url).delete(path), 401, unauthenticated)
  })
})
