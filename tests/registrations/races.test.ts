import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { deadlocksOf } from '../support/deadlocks.ts'
import { signedInAttendees } from '../support/callers.ts'
import { countOutcomes, expectConsistent } from '../support/registrationOutcomes.ts'
import { recordSeatHistory } from '../support/seatHistory.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  await recordSeatHistory(platform.payload)
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
})

afterAll(async () => {
  expect(await deadlocksOf(platform.payload)).toBe(0)
  await platform.stop()
})

const partyOf = (index: number) => (index % 3) + 1

describe('many registrations at the same time', () => {
  it('50 users for the last seat: one gets it', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const people = await signedInAttendees(platform, 50)

    const answers = await Promise.all(
      people.map(({ client }) => client.post(`/api/events/${event.id}/register`)),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 1, event_full: 49 })
    await expectConsistent(platform, staff, event)
  })

  it('200 parties for 20 seats: only parties that do not fit are refused', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 20, maxPartySize: 3 })
    const people = await signedInAttendees(platform, 200)

    const answers = await Promise.all(
      people.map(({ client }, index) =>
        client.post(`/api/events/${event.id}/register`, { seats: partyOf(index) }),
      ),
    )

    const { confirmed, taken } = await expectConsistent(platform, staff, event)
    // Parties of one are among the last, so that no seat stays free.
    expect(taken).toBe(20)
    expect(countOutcomes(answers)).toEqual({
      confirmed: confirmed.length,
      event_full: 200 - confirmed.length,
    })
  })

  it('200 parties for 20 seats: the others wait in the order of their arrival', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 20,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const people = await signedInAttendees(platform, 200)

    const answers = await Promise.all(
      people.map(({ client }, index) =>
        client.post(`/api/events/${event.id}/register`, { seats: partyOf(index) }),
      ),
    )

    const { all, confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(200)
    expect(countOutcomes(answers)).toEqual({
      confirmed: confirmed.length,
      waitlisted: waiting.length,
    })
    // Each response has the position that is stored.
    const positions = answers.flatMap(({ body }) => (body.position ? [body] : []))
    expect(
      positions.map(({ position, registration }) => [registration.id, position]).sort(),
    ).toEqual(waiting.map(({ id, waitlistPosition }) => [id, waitlistPosition]).sort())
  })

  it('20 requests of one user: one registration', async () => {
    const event = await createEvent(platform.payload, { waitlistEnabled: true })
    const { client } = (await signedInAttendees(platform, 1))[0]!

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.post(`/api/events/${event.id}/register`)),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 1, already_registered: 19 })
    await expectConsistent(platform, staff, event)
  })

  it('through every route at once: one count of the seats', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 30,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const people = await signedInAttendees(platform, 120)
    // GraphQL requires the field `state`; its value has no effect.
    const mutation = `mutation ($data: mutationRegistrationInput!) {
      createRegistration(data: $data) { id state } }`
    const routes = [
      (client: Client, _user: number, seats: number) =>
        client.post(`/api/events/${event.id}/register`, { seats }),
      (client: Client, _user: number, seats: number) =>
        client.post('/api/registrations', { event: event.id, seats }),
      (client: Client, user: number, seats: number) =>
        client.graphql(mutation, { data: { event: event.id, user, seats, state: 'confirmed' } }),
      (_client: Client, user: number, seats: number) =>
        staff.post('/api/registrations', { event: event.id, user, seats }),
    ]

    const answers = await Promise.all(
      people.map(({ client, id }, index) => routes[index % 4]!(client, id, partyOf(index))),
    )

    const { all, confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect(all.map(({ user }) => user).sort()).toEqual(people.map(({ id }) => id).sort())
    expect(countOutcomes(answers)).toEqual({
      confirmed: confirmed.length,
      waitlisted: waiting.length,
    })
  })

  it('users who register, cancel and register again: one registration each', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 8,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const people = await signedInAttendees(platform, 60)
    const path = `/api/events/${event.id}/register`

    const answers = await Promise.all(
      people.map(async ({ client }, index) => {
        const registered = await client.post(path, { seats: partyOf(index) })
        const cancelled = await client.delete(path)
        return [cancelled, registered, await client.post(path, { seats: partyOf(index + 1) })]
      }),
    )

    const [cancelled, ...registered] = [0, 1, 2].map((step) => answers.map((steps) => steps[step]!))
    expect(countOutcomes(cancelled!)).toEqual({ 204: 60 })
    expect(registered.flat().map(({ status }) => [200, 202].includes(status))).not.toContain(false)
    const { confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect(confirmed.length + waiting.length).toBe(60)
  })
})
