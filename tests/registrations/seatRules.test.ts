import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Pool } from 'pg'

import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { type Person, signedInAttendees } from '../support/callers.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { outcomeOf } from '../support/registrationOutcomes.ts'
import { SeatModel } from '../support/seatModel.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** After each of many random changes the platform has the same registrations as a simple model. */
let platform: TestPlatform
let staff: Client
let people: Person[]

const persons = 6

beforeAll(async () => {
  // Six people make more claims in a minute than a user may.
  platform = await startTestPlatform({ RATE_LIMIT_REGISTER: '100000/60' })
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
  people = await signedInAttendees(platform, persons)
})

afterAll(() => platform.stop())

interface World {
  model: SeatModel
  eventId: number
}

/** A change to the platform and to the model. @returns the outcome of each */
type Step = (world: World) => Promise<{ said: string; expected: string }>

const person = fc.integer({ min: 0, max: persons - 1 })
const patchEvent = ({ eventId }: World, data: object) => staff.patch(`/api/events/${eventId}`, data)

const steps = {
  register:
    (who: number, seats: number): Step =>
    async ({ model, eventId }) => ({
      expected: model.register({ id: people[who]!.id, seats }),
      said: outcomeOf(await people[who]!.client.post(`/api/events/${eventId}/register`, { seats })),
    }),
  leave:
    (who: number): Step =>
    async ({ model, eventId }) => {
      const held = model.remove(people[who]!.id)
      model.promote()
      const answer = await people[who]!.client.delete(`/api/events/${eventId}/register`)
      return { expected: held ? '204' : '404', said: String(answer.status) }
    },
  party:
    (who: number, seats: number): Step =>
    async ({ model, eventId }) => {
      const expected = model.resize(people[who]!.id, seats)
      model.promote()
      const path = `/api/events/${eventId}/register`
      const { status, body } = await people[who]!.client.patch(path, { seats })
      return { expected, said: body.code ?? String(status) }
    },
  resize:
    (capacity: number): Step =>
    async (world) => {
      const fits = capacity >= world.model.taken
      if (fits) world.model.capacity = capacity
      world.model.promote()
      const answer = await patchEvent(world, { maxParticipants: capacity })
      return { expected: fits ? '200' : '400', said: String(answer.status) }
    },
  queue:
    (waitlistEnabled: boolean): Step =>
    async (world) => {
      world.model.waitlistEnabled = waitlistEnabled
      const answer = await patchEvent(world, { waitlistEnabled })
      return { expected: '200', said: String(answer.status) }
    },
  cancelEvent: (): Step => async (world) => {
    world.model.cancelEvent()
    const answer = await patchEvent(world, { status: 'cancelled' })
    return { expected: '200', said: String(answer.status) }
  },
}

/** A step with a name, so that a failing run reads as a list of changes. */
const step = <Args extends unknown[]>(
  name: string,
  make: (...args: Args) => Step,
  ...args: { [Index in keyof Args]: fc.Arbitrary<Args[Index]> }
) =>
  fc
    .tuple<Args>(...args)
    .map((given) => ({ name: `${name} ${given.join(' ')}`, do: make(...given) }))

const anyStep = fc.oneof(
  {
    weight: 16,
    arbitrary: step('register', steps.register, person, fc.integer({ min: 1, max: 3 })),
  },
  { weight: 10, arbitrary: step('leave', steps.leave, person) },
  { weight: 8, arbitrary: step('party', steps.party, person, fc.integer({ min: 1, max: 3 })) },
  { weight: 6, arbitrary: step('resize', steps.resize, fc.integer({ min: 1, max: 9 })) },
  { weight: 2, arbitrary: step('queue', steps.queue, fc.boolean()) },
  { weight: 1, arbitrary: step('cancel the event', steps.cancelEvent) },
)

/** The confirmed and the waiting users in order, in the platform and in the model. */
async function standings({ model, eventId }: World) {
  const { pool } = platform.payload.db as unknown as { pool: Pool }
  const { rows } = await pool.query<{ user: number; seats: string; state: string }>(
    'SELECT user_id AS user, seats, state FROM registrations WHERE event_id = $1 ORDER BY id',
    [eventId],
  )
  const shown = (user: number, seats: unknown) => `${user}: ${Number(seats)}`
  const inState = (state: string) =>
    rows.filter((row) => row.state === state).map(({ user, seats }) => shown(user, seats))
  return {
    said: { confirmed: inState('confirmed').sort(), waiting: inState('waitlisted') },
    expected: {
      confirmed: [...model.confirmed.values()].map(({ id, seats }) => shown(id, seats)).sort(),
      waiting: model.waiting.map(({ id, seats }) => shown(id, seats)),
    },
  }
}

it('any sequence of changes has the outcome of the model after each step', async () => {
  const seed = Date.now() % 2 ** 31
  console.log(`fast-check seed ${seed}`)
  const start = fc.record({
    maxParticipants: fc.integer({ min: 1, max: 6 }),
    waitlistEnabled: fc.boolean(),
  })
  const sequence = fc.array(anyStep, { minLength: 25, maxLength: 25 })

  await fc.assert(
    fc.asyncProperty(start, sequence, async (details, changes) => {
      const event = await createEvent(platform.payload, { ...details, maxPartySize: 3 })
      const model = new SeatModel(details.maxParticipants, details.waitlistEnabled)
      const world = { model, eventId: event.id }
      for (const { name, do: change } of changes) {
        const { said, expected } = await change(world)
        expect(`${name}: ${said}`).toBe(`${name}: ${expected}`)
        const now = await standings(world)
        expect(now.said).toEqual(now.expected)
      }
    }),
    { seed, numRuns: soak(4, 30), interruptAfterTimeLimit: soak(60_000, 240_000) },
  )

  expect(await findBrokenInvariants(platform.payload)).toEqual([])
}, 300_000)
