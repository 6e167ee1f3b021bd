import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent, eventData } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Person, signedInAttendees } from '../support/callers.ts'
import { type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import {
  countOutcomes,
  expectConsistent,
  outcomeOf,
  registrationsOf,
} from '../support/registrationOutcomes.ts'
import { recordSeatHistory } from '../support/seatHistory.ts'
import { soak } from '../support/soak.ts'
import { deadlocksOf } from '../support/deadlocks.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let staff: Client
let admin: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  await recordSeatHistory(platform.payload)
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
  admin = clientOf(platform.url, (await signedInUser(platform.payload, 'admin')).token)
})

afterAll(async () => {
  expect(await deadlocksOf(platform.payload)).toBe(0)
  await platform.stop()
})

const register = (people: Person[], eventId: number, party: (index: number) => number = () => 1) =>
  Promise.all(
    people.map(({ client }, index) =>
      client.post(`/api/events/${eventId}/register`, { seats: party(index) }),
    ),
  )

/** One after the other, while something else goes on. */
async function oneByOne<Item>(items: Item[], work: (item: Item) => Promise<ApiResponse>) {
  const answers: ApiResponse[] = []
  for (const item of items) answers.push(await work(item))
  return answers
}

const statuses = (answers: ApiResponse[]) =>
  [...new Set(answers.map(({ status }) => status))].sort()
const numbers = (count: number) => Array.from({ length: count }, (_item, index) => index)
const partyOf = (index: number) => (index % 3) + 1
const crowdSize = soak(30, 60)
const queueing = { maxPartySize: 3, waitlistEnabled: true }

describe('while people register', () => {
  it('a capacity can be lowered, but never below what is taken', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 400, maxPartySize: 3 })
    const people = await signedInAttendees(platform, crowdSize)

    const [answers, changes] = await Promise.all([
      register(people, event.id, partyOf),
      oneByOne([300, 220, 140, 60, 30], (maxParticipants) =>
        staff.patch(`/api/events/${event.id}`, { maxParticipants }),
      ),
    ])

    const { confirmed, event_full: full = 0 } = countOutcomes(answers)
    expect(confirmed! + full).toBe(crowdSize)
    for (const status of statuses(changes)) expect([200, 400]).toContain(status)
    const lowered = changes.filter(({ status }) => status === 200).at(-1)!.body.doc
    const { all } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(confirmed!)
    expect((await staff.get(`/api/events/${event.id}`)).body.maxParticipants).toBe(
      lowered.maxParticipants,
    )
  })

  it('a raised capacity goes to those who wait, in their order', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 4 })
    const people = await signedInAttendees(platform, 60)

    const [answers, changes] = await Promise.all([
      register(people, event.id, partyOf),
      oneByOne([9, 17, 26, 44, 60], (maxParticipants) =>
        staff.patch(`/api/events/${event.id}`, { maxParticipants }),
      ),
    ])

    expect(statuses(answers)).toEqual([200, 202])
    expect(statuses(changes)).toEqual([200])
    const { all, taken } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(60)
    expect(taken).toBe(60)
  })

  it('parties grow and shrink, and every seat is counted once', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 30 })
    const [guests, newcomers] = [
      await signedInAttendees(platform, 12),
      await signedInAttendees(platform, 20),
    ]
    await register(guests, event.id, partyOf)
    const { all: before } = await registrationsOf(staff, event)
    const path = `/api/events/${event.id}/register`
    const update =
      'mutation ($id: Int!, $seats: Float) { updateRegistration(id: $id, data: { seats: $seats }) { id } }'
    const resizes = guests.map(({ client, id: user }, index) => {
      const { id } = before.find((registration) => registration.user === user)!
      return (seats: number) =>
        [
          () => client.patch(path, { seats }),
          () => client.patch(`/api/registrations/${id}`, { seats }),
          () => client.graphql(update, { id, seats }),
        ][index % 3]!()
    })

    const [answers, ...resized] = await Promise.all([
      register(newcomers, event.id, partyOf),
      ...resizes.map((resize, index) => oneByOne([partyOf(index + 1), partyOf(index + 2)], resize)),
    ])

    for (const status of statuses(answers)) expect([200, 202]).toContain(status)
    for (const status of statuses(resized.flat())) expect([200, 409]).toContain(status)
    const { all } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(32)
  }, 90_000)

  it('a cancelled event keeps nobody', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 20 })
    const people = await signedInAttendees(platform, crowdSize)

    const [answers, cancelled] = await Promise.all([
      register(people, event.id, partyOf),
      staff.patch(`/api/events/${event.id}`, { status: 'cancelled' }),
    ])

    expect(cancelled.status).toBe(200)
    const { event_cancelled: refused = 0, ...registered } = countOutcomes(answers)
    const { all, confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect([...confirmed, ...waiting]).toEqual([])
    expect(all).toHaveLength(crowdSize - refused)
    for (const outcome of Object.keys(registered)) {
      expect(['confirmed', 'waitlisted']).toContain(outcome)
    }
  })

  it('an event is deleted, or somebody is registered for it, never both', async () => {
    const people = await signedInAttendees(platform, 5)
    const events = await Promise.all(numbers(12).map(() => createEvent(platform.payload)))

    await Promise.all(
      events.map(async ({ id }, index) => {
        // Now the one is ahead, now the other.
        const early = index % 2 ? [staff.delete(`/api/events/${id}`)] : []
        const answers = register(people, id)
        const deletions = await Promise.all([...early, staff.delete(`/api/events/${id}`)])
        const outcomes = Object.keys(countOutcomes(await answers))
        const exists = (await staff.get(`/api/events/${id}`)).status === 200

        expect(outcomes).toEqual([exists ? 'confirmed' : '404'])
        expect(deletions.map(({ status }) => status)).toContain(exists ? 409 : 200)
      }),
    )

    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })

  it('new titles undo neither the seats nor a capacity changed meanwhile', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 10 })
    const people = await signedInAttendees(platform, crowdSize)
    const update =
      'mutation ($id: Int!, $title: String) { updateEvent(id: $id, data: { title: $title }) { id } }'
    const editors = [
      (title: string) => staff.patch(`/api/events/${event.id}`, { title }),
      (title: string) => staff.patch(`/api/events?where[id][equals]=${event.id}`, { title }),
      (title: string) => staff.graphql(update, { id: event.id, title }),
    ]

    const [answers, raised, ...edited] = await Promise.all([
      register(people, event.id, partyOf),
      staff.patch(`/api/events/${event.id}`, { maxParticipants: 30 }),
      ...editors.map((edit) => oneByOne(numbers(6), (step) => edit(`Edition ${step}`))),
    ])

    expect(statuses(answers)).toEqual([200, 202])
    expect([raised.status, ...statuses(edited.flat())]).toEqual([200, 200])
    expect(edited.flat().map(({ body }) => body.errors ?? [])).toEqual(edited.flat().map(() => []))
    const { all } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(crowdSize)
    expect((await staff.get(`/api/events/${event.id}`)).body).toMatchObject({
      maxParticipants: 30,
      title: 'Edition 5',
    })
  })

  it('a restored version brings its capacity back, but takes nobody their place', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 10 })
    const path = `/api/events/${event.id}`
    for (const maxParticipants of [25, 40]) await staff.patch(path, { maxParticipants })
    const versions = (await staff.get(`/api/events/versions?where[parent][equals]=${event.id}`))
      .body
    const people = await signedInAttendees(platform, crowdSize)

    const [answers, restored] = await Promise.all([
      register(people, event.id, partyOf),
      oneByOne([...versions.docs, ...versions.docs], ({ id }: { id: string }) =>
        staff.post(`/api/events/versions/${id}`),
      ),
    ])

    expect(statuses(answers)).toEqual([200, 202])
    for (const status of statuses(restored)) expect([200, 400]).toContain(status)
    const { all } = await expectConsistent(platform, staff, event)
    expect(all).toHaveLength(crowdSize)
  })

  it('a deleted person leaves no registration behind', async () => {
    const event = await createEvent(platform.payload, { ...queueing, maxParticipants: 10 })
    const people = await signedInAttendees(platform, 60)
    const [leaving, staying] = [people.slice(0, 30), people.slice(30)]
    await register(leaving.slice(0, 15), event.id, partyOf)

    const [answers, left, deleted] = await Promise.all([
      register([...leaving.slice(15), ...staying], event.id, partyOf),
      Promise.all(
        leaving.slice(0, 5).map(({ client }) => client.delete(`/api/events/${event.id}/register`)),
      ),
      Promise.all([
        ...leaving.slice(0, 25).map(({ id }) => admin.delete(`/api/users/${id}`)),
        admin.delete(
          `/api/users?where[id][in]=${leaving
            .slice(25)
            .map(({ id }) => id)
            .join()}`,
        ),
      ]),
    ])

    expect(statuses(deleted)).toEqual([200])
    for (const answer of [...answers, ...left]) expect(outcomeOf(answer)).not.toMatch(/^5/)
    const { all } = await expectConsistent(platform, staff, event)
    expect(all.map(({ user }) => user).sort()).toEqual(staying.map(({ id }) => id).sort())
  })

  it('a person deleted while they create an event is no error of the server', async () => {
    const people = await signedInAttendees(platform, 20)

    const [made, deleted] = await Promise.all([
      Promise.all(people.map(({ client }) => client.post('/api/events', eventData()))),
      Promise.all(people.map(({ id }) => admin.delete(`/api/users/${id}`))),
    ])

    expect(statuses(deleted)).toEqual([200])
    for (const status of statuses(made)) expect([201, 401, 403, 409]).toContain(status)
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })
})

describe('while people cancel', () => {
  const fullEvent = async (places: number, waiting: number) => {
    const event = await createEvent(platform.payload, {
      maxParticipants: places,
      waitlistEnabled: true,
    })
    const holders = await signedInAttendees(platform, places)
    await register(holders, event.id)
    await register(await signedInAttendees(platform, waiting), event.id)
    const { all } = await registrationsOf(staff, event)
    return {
      event,
      holders: holders.map((holder) => ({
        ...holder,
        registrationId: all.find(({ user }) => user === holder.id)!.id,
      })),
    }
  }

  it('checking them in does not bring them back', async () => {
    const { event, holders } = await fullEvent(20, 5)
    const checkedInAt = new Date().toISOString()
    const update =
      'mutation ($id: Int!, $at: DateTime) { updateRegistration(id: $id, data: { checkedInAt: $at }) { id } }'

    const answers = await Promise.all(
      holders.flatMap(({ client, registrationId: id }, index) => [
        client.delete(`/api/events/${event.id}/register`),
        [
          () => staff.patch(`/api/registrations/${id}`, { checkedInAt }),
          () => staff.patch(`/api/registrations?where[id][equals]=${id}`, { checkedInAt }),
          () => staff.graphql(update, { id, at: checkedInAt }),
        ][index % 3]!(),
      ]),
    )

    // 400 for who had cancelled by then: only a place that is held can be checked in.
    expect([200, 204, 400]).toEqual(expect.arrayContaining(statuses(answers)))
    const { all, confirmed } = await expectConsistent(platform, staff, event)
    expect(confirmed).toHaveLength(5)
    const states = holders.map(({ id }) => all.find(({ user }) => user === id)!.state)
    expect(states).toEqual(holders.map(() => 'cancelled'))
  })

  it('two cancellations of one registration promote once', async () => {
    const { event, holders } = await fullEvent(10, 30)

    const answers = await Promise.all(
      holders.map(({ client, registrationId }) =>
        Promise.all([
          client.delete(`/api/events/${event.id}/register`),
          client.patch(`/api/registrations/${registrationId}`, { state: 'cancelled' }),
          staff.patch(`/api/registrations/${registrationId}`, { state: 'cancelled' }),
        ]),
      ),
    )

    for (const [endpoint, ...patches] of answers) {
      expect([204, 404]).toContain(endpoint.status)
      expect(statuses(patches)).toEqual([200])
    }
    const { confirmed, waiting } = await expectConsistent(platform, staff, event)
    expect([confirmed.length, waiting.length]).toEqual([10, 20])
  })
})

it('everything at once over several events ends in order and without a deadlock', async () => {
  const events = await Promise.all(
    numbers(soak(2, 4)).map(() =>
      createEvent(platform.payload, { ...queueing, maxParticipants: 6 }),
    ),
  )
  const ids = events.map(({ id }) => id)
  const all = ids.join()
  const people = await signedInAttendees(platform, soak(20, 40))
  const going = people.slice(0, people.length / 4)

  const answers = await Promise.all([
    ...ids.map((id) => register(people, id, partyOf)),
    ...ids.map((id) =>
      Promise.all(people.map(({ client }) => client.delete(`/api/events/${id}/register`))),
    ),
    oneByOne(numbers(5), (step) =>
      staff.patch(`/api/events?where[id][in]=${all}`, { maxParticipants: 8 + step * 3 }),
    ),
    oneByOne(numbers(5), (step) =>
      staff.patch(`/api/registrations?where[event][in]=${all}`, { cancelReason: `Round ${step}` }),
    ),
    oneByOne(going, ({ id }) => admin.delete(`/api/users/${id}`)),
    ...ids.map((id) =>
      oneByOne(numbers(4), (step) => staff.patch(`/api/events/${id}`, { title: `Title ${step}` })),
    ),
  ])

  expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([])
  for (const event of events) await expectConsistent(platform, staff, event)
}, 90_000)
