import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent, inDays } from '../factories/events.ts'
import { createUser, signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const attendee = async () => {
  const { user, token } = await signedInUser(platform.payload)
  return { user, client: clientOf(platform.url, token) }
}

describe('POST /api/events/:id/register', () => {
  it('gives a place and a ticket code', async () => {
    const event = await createEvent(platform.payload)
    const { user, client } = await attendee()

    const answer = await client.post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      status: 'registered',
      registration: {
        id: expect.any(Number),
        event: event.id,
        user: user.id,
        seats: 1,
        state: 'confirmed',
        ticket_code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
        registered_at: expect.stringMatching(/Z$/),
      },
    })
  })

  it('refuses a caller who is not signed in', async () => {
    const event = await createEvent(platform.payload)

    const answer = await clientOf(platform.url).post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.body).toEqual({ detail: 'Authentication credentials were not provided.' })
  })

  it('puts a late party on the waitlist and tells its position', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
    const [first, second, third] = [await attendee(), await attendee(), await attendee()]

    await first.client.post(`/api/events/${event.id}/register`)
    await second.client.post(`/api/events/${event.id}/register`)
    const answer = await third.client.post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ status: 'waitlisted', position: 2 })
  })

  it.each([
    ['a draft of somebody else', { status: 'draft' }, 404, undefined],
    ['a cancelled event', { status: 'cancelled' }, 409, 'event_cancelled'],
    ['an ended event', { startDate: inDays(-2), endDate: inDays(-1) }, 409, 'event_ended'],
    ['registration not yet open', { registrationOpensAt: inDays(1) }, 409, 'event_not_open'],
    ['registration closed', { registrationClosesAt: inDays(-1) }, 409, 'event_not_open'],
  ] as const)('refuses %s', async (_name, details, status, code) => {
    const event = await createEvent(platform.payload, details)
    const { client } = await attendee()

    const answer = await client.post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(status)
    expect(answer.body.code).toBe(code)
  })

  it('refuses a second place for the same user', async () => {
    const event = await createEvent(platform.payload)
    const { client } = await attendee()

    await client.post(`/api/events/${event.id}/register`)
    const answer = await client.post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(409)
    expect(answer.body).toEqual({
      detail: 'Already registered for this event',
      code: 'already_registered',
    })
  })

  it('refuses a full event without a waitlist', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    await (await attendee()).client.post(`/api/events/${event.id}/register`)

    const answer = await (await attendee()).client.post(`/api/events/${event.id}/register`)

    expect(answer.status).toBe(409)
    expect(answer.body).toEqual({ detail: 'Event is at capacity', code: 'event_full' })
  })

  it('takes a party up to the limit of the event', async () => {
    const event = await createEvent(platform.payload, { maxPartySize: 3 })
    const { client } = await attendee()

    const tooLarge = await client.post(`/api/events/${event.id}/register`, { seats: 4 })
    const fits = await client.post(`/api/events/${event.id}/register`, { seats: 3 })

    expect([tooLarge.status, tooLarge.body.code]).toEqual([409, 'party_too_large'])
    expect(fits.body.registration.seats).toBe(3)
    expect((await client.get(`/api/events/${event.id}`)).body.seatsLeft).toBe(7)
  })

  it.each([[0], [-1], [1.5], ['two'], [null], [1001]])('refuses a party of %p', async (seats) => {
    const event = await createEvent(platform.payload, { maxPartySize: 1000 })
    const { client } = await attendee()

    const answer = await client.post(`/api/events/${event.id}/register`, { seats })

    expect(answer.status).toBe(400)
    expect(answer.body.error).toBe('Validation Error')
    expect(answer.body.details.seats).toHaveLength(1)
  })

  it.each([['99999999'], ['0'], ['abc'], ['1e3'], ['99999999999999999999']])(
    'answers 404 for the event %s',
    async (id) => {
      const { client } = await attendee()
      expect((await client.post(`/api/events/${id}/register`)).status).toBe(404)
    },
  )

  it('answers a body that is no JSON with 400', async () => {
    const event = await createEvent(platform.payload)
    const { token } = await signedInUser(platform.payload)

    const response = await fetch(`${platform.url}/api/events/${event.id}/register`, {
      method: 'POST',
      headers: { Authorization: `JWT ${token}`, 'Content-Type': 'application/json' },
      body: '{"seats":',
    })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      detail: 'The body is not a valid JSON object.',
    })
  })
})

describe('DELETE /api/events/:id/register', () => {
  it('gives the place to the next in the queue, skipping nobody who fits', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 3,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const [holder, large, small] = [await attendee(), await attendee(), await attendee()]
    const other = await attendee()
    const path = `/api/events/${event.id}/register`
    await holder.client.post(path, { seats: 2 })
    await other.client.post(path, { seats: 1 })
    await large.client.post(path, { seats: 3 })
    await small.client.post(path, { seats: 2 })

    expect((await holder.client.delete(path)).status).toBe(204)

    const mine = async ({ client }: typeof small) =>
      (await client.get('/api/registrations?depth=0')).body.docs[0]
    expect(await mine(small)).toMatchObject({ state: 'confirmed', waitlistPosition: null })
    expect(await mine(large)).toMatchObject({ state: 'waitlisted', waitlistPosition: 1 })
  })

  it('answers 404 to who holds no place, also the second time', async () => {
    const event = await createEvent(platform.payload)
    const { client } = await attendee()
    const path = `/api/events/${event.id}/register`
    await client.post(path)

    expect((await client.delete(path)).status).toBe(204)
    expect((await client.delete(path)).status).toBe(404)
    expect((await client.post(path)).status).toBe(200)
  })
})

describe('what follows a change of the event', () => {
  const queueOfTwo = async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
    const people = [await attendee(), await attendee(), await attendee()]
    for (const { client } of people) await client.post(`/api/events/${event.id}/register`)
    const { token } = await signedInUser(platform.payload, 'staff')
    return { event, people, staff: clientOf(platform.url, token) }
  }

  it('a raised capacity promotes, and the answer already shows it', async () => {
    const { event, staff } = await queueOfTwo()

    const answer = await staff.patch(`/api/events/${event.id}`, { maxParticipants: 2 })

    expect(answer.body.doc).toMatchObject({ registeredCount: 2, seatsLeft: 0, waitlistCount: 1 })
  })

  it('a capacity below what is taken is refused and says how many are', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 5 })
    for (let taken = 0; taken < 3; taken += 1) {
      await (await attendee()).client.post(`/api/events/${event.id}/register`)
    }
    const { token } = await signedInUser(platform.payload, 'staff')

    const answer = await clientOf(platform.url, token).patch(`/api/events/${event.id}`, {
      maxParticipants: 2,
    })

    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].data.errors).toEqual([
      expect.objectContaining({
        path: 'maxParticipants',
        message: expect.stringContaining('3 seats are taken'),
      }),
    ])
  })

  it('a cancelled event cancels its registrations and says why', async () => {
    const { event, people, staff } = await queueOfTwo()

    await staff.patch(`/api/events/${event.id}`, {
      status: 'cancelled',
      cancellationReason: 'The hall is flooded',
    })

    const { body } = await people[0]!.client.get('/api/registrations?depth=0')
    expect(body.docs[0]).toMatchObject({
      state: 'cancelled',
      cancelReason: 'The event was cancelled: The hall is flooded',
    })
    expect((await staff.get(`/api/events/${event.id}`)).body).toMatchObject({
      registeredCount: 0,
      waitlistCount: 0,
    })
  })

  it('an event with live registrations is not deleted', async () => {
    const { event, people, staff } = await queueOfTwo()

    const refused = await staff.delete(`/api/events/${event.id}`)
    for (const { client } of people) await client.delete(`/api/events/${event.id}/register`)
    const allowed = await staff.delete(`/api/events/${event.id}`)

    expect(refused.status).toBe(409)
    expect(allowed.status).toBe(200)
  })

  it('a deleted user frees the places they held', async () => {
    const { event, people, staff } = await queueOfTwo()
    const { token } = await signedInUser(platform.payload, 'admin')

    const answer = await clientOf(platform.url, token).delete(`/api/users/${people[0]!.user.id}`)

    expect(answer.status).toBe(200)
    const after = (await staff.get(`/api/events/${event.id}`)).body
    expect(after).toMatchObject({ registeredCount: 1, waitlistCount: 1 })
  })
})

describe('registrations made by staff', () => {
  it('take a place for the attendee by the same rules', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const { token } = await signedInUser(platform.payload, 'staff')
    const staff = clientOf(platform.url, token)
    const [first, second] = [await createUser(platform.payload), await createUser(platform.payload)]

    const taken = await staff.post('/api/registrations', { event: event.id, user: first.id })
    const full = await staff.post('/api/registrations', { event: event.id, user: second.id })

    expect(taken.body.doc).toMatchObject({ state: 'confirmed', user: { id: first.id } })
    expect(full.status).toBe(409)
    expect(full.body.errors[0]).toMatchObject({ data: { code: 'event_full' } })
  })
})
