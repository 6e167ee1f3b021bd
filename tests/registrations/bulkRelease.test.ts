import { afterAll, beforeAll, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Person, signedInAttendees } from '../support/callers.ts'
import { type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { expectConsistent } from '../support/registrationOutcomes.ts'
import { recordSeatHistory } from '../support/seatHistory.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Payload changes the documents of a bulk change at the same time, in any order. */
let platform: TestPlatform
let admin: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  await recordSeatHistory(platform.payload)
  admin = clientOf(platform.url, (await signedInUser(platform.payload, 'admin')).token)
})

afterAll(() => platform.stop())

/** Twice as many people are in one batch of a bulk deletion. */
const holders = soak(10, 12)
const query = (field: string, ids: number[]) => `where[${field}][in]=${ids.join()}`
const idsOf = (people: Person[]) => people.map(({ id }) => id)

type Removal = (event: Event, people: Person[]) => Promise<ApiResponse>

const removals: Record<string, Removal> = {
  'cancelled registrations': ({ id }, people) =>
    admin.patch(
      `/api/registrations?where[event][equals]=${id}&${query('user', idsOf(people))}&limit=0`,
      { state: 'cancelled' },
    ),
  'deleted registrations': ({ id }, people) =>
    admin.delete(`/api/registrations?where[event][equals]=${id}&${query('user', idsOf(people))}`),
  'deleted people': (_event, people) => admin.delete(`/api/users?${query('id', idsOf(people))}`),
}

/** A full event of single users, and a waitlist of pairs followed by single users. */
async function fullEvent() {
  const event = await createEvent(platform.payload, {
    maxParticipants: holders,
    maxPartySize: 2,
    waitlistEnabled: true,
  })
  const join = async (people: Person[], seats: number) => {
    for (const { client } of people) {
      await client.post(`/api/events/${event.id}/register`, { seats })
    }
    return people
  }
  const holding = await join(await signedInAttendees(platform, holders), 1)
  const pairs = await join(await signedInAttendees(platform, holders), 2)
  const singles = await join(await signedInAttendees(platform, holders), 1)
  return { event, holding, pairs, singles }
}

it.each(Object.entries(removals))(
  'seats of %s go to the first on the waitlist together, not one by one',
  async (_name, remove) => {
    const { event, holding, pairs } = await fullEvent()

    const answer = await remove(event, holding)

    expect(answer.body.errors).toEqual([])
    expect(answer.body.docs).toHaveLength(holders)
    const { confirmed } = await expectConsistent(platform, admin, event)
    expect(confirmed.map(({ user }) => user)).toEqual(idsOf(pairs.slice(0, holders / 2)))
  },
  120_000,
)

it.each(Object.entries(removals))(
  'seats of %s do not go to people who are in the same change',
  async (_name, remove) => {
    const { event, holding, pairs, singles } = await fullEvent()

    const answer = await remove(event, [...holding, ...pairs])

    expect(answer.body.docs).toHaveLength(2 * holders)
    const { confirmed } = await expectConsistent(platform, admin, event)
    expect(confirmed.map(({ user }) => user)).toEqual(idsOf(singles))
  },
  120_000,
)
