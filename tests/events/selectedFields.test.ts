import { afterAll, beforeAll, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { type Person, signedInAttendees } from '../support/callers.ts'
import { expectConsistent, registrationsOf } from '../support/registrationOutcomes.ts'
import { recordSeatHistory } from '../support/seatHistory.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A caller may ask for some fields of the answer alone, and the hooks are handed no more of it. */
let platform: TestPlatform
let admin: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  await recordSeatHistory(platform.payload)
  admin = clientOf(platform.url, (await signedInUser(platform.payload, 'admin')).token)
})

afterAll(() => platform.stop())

/** An event with one place, somebody who holds it, and somebody who waits for it. */
async function fullEvent() {
  const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
  const people = await signedInAttendees(platform, 2)
  for (const { client } of people) await client.post(`/api/events/${event.id}/register`)
  const [held] = (await registrationsOf(admin, event)).all
  return { event, holder: people[0]!, next: people[1]!, path: `/api/registrations/${held!.id}` }
}

async function expectPlaceOf(next: Person, event: Event) {
  const { confirmed } = await expectConsistent(platform, admin, event)
  expect(confirmed.map(({ user }) => user)).toEqual([next.id])
}

const selections = ['select[seats]=true', 'select[event]=false&select[state]=false']

it.each(selections)('a place cancelled with %s goes to the next', async (select) => {
  const { event, holder, next, path } = await fullEvent()
  const answer = await holder.client.patch(`${path}?${select}`, { state: 'cancelled' })
  expect(answer.status).toBe(200)
  await expectPlaceOf(next, event)
})

it.each(selections)('a place deleted with %s goes to the next', async (select) => {
  const { event, next, path } = await fullEvent()
  expect((await admin.delete(`${path}?${select}`)).status).toBe(200)
  await expectPlaceOf(next, event)
})

it.each(['select[title]=true', 'select[id]=false&select[status]=false'])(
  'an event cancelled with %s keeps nobody',
  async (select) => {
    const { event } = await fullEvent()
    const answer = await admin.patch(`/api/events/${event.id}?${select}`, { status: 'cancelled' })
    expect(answer.status).toBe(200)
    const { all } = await expectConsistent(platform, admin, event)
    expect(all.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  },
)
