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

describe('a rush', () => {
  it('of 50 for the last place gives it to one', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const people = await signedInAttendees(platform, 50)

    const answers = await Promise.all(
      people.map(({ client }) => client.post(`/api/events/${event.id}/register`)),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 1, event_full: 49 })
    await expectConsistent(platform, staff, event)
  })

  it('of 200 parties for 20 places turns away only who does not fit', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 20, maxPartySize: 3 })
    const people = await signedInAttendees(platform, 200)

    const answers = await Promise.all(
      people.map(({ client }, index) =>
        client.post(`/api/events/${event.id}/register`, { seats: partyOf(index) }),
      ),
    )

    const { confirmed, taken } = await expectConsistent(platform, staff, event)
    // Single guests are among the last to come, so that nothing stays free.
    expect(taken).toBe(20)
    expect(countOutcomes(answers)).toEqual({
      confirmed: confirmed.length,
      event_full: 200 - confirmed.length,
    })
  })

  it('of 200 parties for 20 places queues the others in order of arrival', async () => {
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
    // What each was told is what they got.
    const told = answers.flatMap(({ body }) => (body.position ? [body] : []))
    expect(told.map(({ position, registration }) => [registration.id, position]).sort()).toEqual(
      waiting.map(({ id, waitlistPosition }) => [id, waitlistPosition]).sort(),
    )
  })

  it('of one person with themselves registers them once', async () => {
    const event = await createEvent(platform.payload, { waitlistEnabled: true })
    const { client } = (await signedInAttendees(platform, 1))[0]!

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.post(`/api/events/${event.id}/register`)),
    )

    expect(countOutcomes(answers)).toEqual({ confirmed: 1, already_registered: 19 })
    await expectConsistent(platform, staff, event)
  })

  it('through every door at once keeps one count', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 30,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const people = await signedInAttendees(platform, 120)
    // GraphQL asks for the state of a required field; what is sent for it gives nobody a place.
    const mutation = `mutation ($data: mutationRegistrationInput!) {
      createRegistration(data: $data) { id state } }`
    const doors = [
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
      people.map(({ client, id }, index) => doors[index % 4]!(client, id, partyOf(index))),
    )

    const { all, confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect(all.map(({ user }) => user).sort()).toEqual(people.map(({ id }) => id).sort())
    expect(countOutcomes(answers)).toEqual({
      confirmed: confirmed.length,
      waitlisted: waiting.length,
    })
  })

  it('of people who come, leave and come back leaves everyone with one registration', async () => {
    const event = await createEvent(platform.payload, {
      maxParticipants: 8,
      maxPartySize: 3,
      waitlistEnabled: true,
    })
    const people = await signedInAttendees(platform, 60)
    const path = `/api/events/${event.id}/register`

    const answers = await Promise.all(
      people.map(async ({ client }, index) => {
        const came = await client.post(path, { seats: partyOf(index) })
        const left = await client.delete(path)
        return [left, came, await client.post(path, { seats: partyOf(index + 1) })]
      }),
    )

    const [left, ...came] = [0, 1, 2].map((step) => answers.map((steps) => steps[step]!))
    expect(countOutcomes(left!)).toEqual({ 204: 60 })
    expect(came.flat().map(({ status }) => [200, 202].includes(status))).not.toContain(false)
    const { confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect(confirmed.length + waiting.length).toBe(60)
  })
})
