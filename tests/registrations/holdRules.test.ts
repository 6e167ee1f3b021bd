import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { releaseExpiredHolds } from '../../src/features/registrations/jobs/releaseExpiredHolds.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { signedInApps } from '../support/callers.ts'
import { type ApiResponse, type Client, clientOf } from '../support/client.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { HoldModel } from '../support/holdModel.ts'
import { soak } from '../support/soak.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** The same as seatRules, with holds and offers that are accepted or expire. */
let platform: TestPlatform
let staff: Client
let people: { id: number; app: Client }[]

const persons = 6

beforeAll(async () => {
  // Six people make more claims in a minute than a user may.
  platform = await startTestPlatform({ RATE_LIMIT_REGISTER: '100000/60' })
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
  people = await signedInApps(platform, persons)
})

afterAll(() => platform.stop())

interface World {
  model: HoldModel
  eventId: number
  /** The last hold of each user. */
  holds: Map<number, string>
}

interface Outcome {
  said: string
  expected: string
}

type Step = (world: World) => Promise<Outcome>

const outcomeOf = ({ status, body }: ApiResponse): string =>
  body.code ?? body.registration?.state ?? String(status)

/** A uuid that no hold has. */
const noHold = '00000000-0000-4000-8000-000000000000'

const asked = async (
  world: World,
  who: number,
  method: 'post' | 'delete',
  path: string,
  body?: unknown,
) => people[who]!.app.send(method.toUpperCase(), `events/${world.eventId}/${path}/`, body)

const change = async ({ eventId }: World, data: object) =>
  String((await staff.patch(`/api/events/${eventId}`, data)).status)

const steps = {
  register:
    (who: number, seats: number): Step =>
    async (world) => ({
      expected: world.model.register({ id: people[who]!.id, seats }),
      said: outcomeOf(await asked(world, who, 'post', 'register', { seats })),
    }),
  convert:
    (who: number): Step =>
    async (world) => {
      const hold = world.holds.get(who) ?? noHold
      return {
        expected: world.model.convert(people[who]!.id),
        said: outcomeOf(await asked(world, who, 'post', 'register', { hold })),
      }
    },
  hold:
    (who: number, seats: number): Step =>
    async (world) => {
      const answer = await asked(world, who, 'post', 'hold', { seats })
      if (answer.status < 300) world.holds.set(who, answer.body.hold.id)
      return {
        expected: world.model.hold({ id: people[who]!.id, seats }),
        said: outcomeOf(answer),
      }
    },
  drop:
    (who: number): Step =>
    async (world) => ({
      expected: world.model.drop(people[who]!.id),
      said: outcomeOf(await asked(world, who, 'delete', 'hold')),
    }),
  leave:
    (who: number): Step =>
    async (world) => ({
      expected: world.model.leave(people[who]!.id),
      said: outcomeOf(await asked(world, who, 'delete', 'register')),
    }),
  party:
    (who: number, seats: number): Step =>
    async (world) => {
      const answer = await people[who]!.app.patch(`events/${world.eventId}/register/`, { seats })
      return {
        expected: world.model.resizeParty(people[who]!.id, seats),
        said: answer.body.code ?? String(answer.status),
      }
    },
  accept:
    (who: number): Step =>
    async (world) => {
      const answer = await asked(world, who, 'post', 'register/accept')
      return {
        expected: world.model.accept(people[who]!.id),
        said: answer.body.code ?? String(answer.status),
      }
    },
  lapse:
    (isSwept: boolean): Step =>
    async ({ model, eventId }) => {
      await expireHoldsAndOffers(platform.payload, eventId)
      model.lapse()
      if (isSwept) {
        await releaseExpiredHolds(platform.payload, new Date())
        // The job only looks at events with expired holds or offers.
        model.settle()
      }
      return { expected: '', said: '' }
    },
  resize:
    (capacity: number): Step =>
    async (world) => ({
      expected: world.model.resize(capacity),
      said: await change(world, { maxParticipants: capacity }),
    }),
  set:
    (waitlistEnabled: boolean, waitlistOffers: boolean): Step =>
    async (world) => {
      Object.assign(world.model, { waitlistEnabled, waitlistOffers })
      if (!world.model.isCancelled) world.model.settle()
      return { expected: '200', said: await change(world, { waitlistEnabled, waitlistOffers }) }
    },
  cancelEvent: (): Step => async (world) => {
    world.model.cancelEvent()
    return { expected: '200', said: await change(world, { status: 'cancelled' }) }
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

const person = fc.integer({ min: 0, max: persons - 1 })
const party = fc.integer({ min: 1, max: 3 })

const anyStep = fc.oneof(
  { weight: 12, arbitrary: step('register', steps.register, person, party) },
  { weight: 8, arbitrary: step('hold', steps.hold, person, party) },
  { weight: 6, arbitrary: step('convert', steps.convert, person) },
  { weight: 3, arbitrary: step('drop', steps.drop, person) },
  { weight: 8, arbitrary: step('leave', steps.leave, person) },
  { weight: 6, arbitrary: step('party', steps.party, person, party) },
  { weight: 8, arbitrary: step('accept', steps.accept, person) },
  { weight: 5, arbitrary: step('lapse', steps.lapse, fc.boolean()) },
  { weight: 4, arbitrary: step('resize', steps.resize, fc.integer({ min: 1, max: 9 })) },
  { weight: 2, arbitrary: step('set', steps.set, fc.boolean(), fc.boolean()) },
  { weight: 1, arbitrary: step('cancel the event', steps.cancelEvent) },
)

/** The registrations, holds and waitlist, in the platform and in the model. */
async function standings({ model, eventId }: World) {
  const pool = poolOf(platform.payload)
  const { rows } = await pool.query<{ user: number; state: string }>(
    `SELECT user_id AS user, state::text FROM registrations
     WHERE event_id = $1 AND state <> 'cancelled'
     UNION ALL SELECT user_id, 'held ' || seats FROM seat_holds WHERE event_id = $1 ORDER BY 1, 2`,
    [eventId],
  )
  const { rows: queue } = await pool.query<{ user: number }>(
    `SELECT user_id AS user FROM registrations
     WHERE event_id = $1 AND state = 'waitlisted' ORDER BY id`,
    [eventId],
  )
  const have = [
    ...[...model.confirmed.keys()].map((user) => `${user} confirmed`),
    ...[...model.offered.keys()].map((user) => `${user} offered`),
    ...model.waiting.map(({ id }) => `${id} waitlisted`),
    ...[...model.holds.values()].map(({ id, seats }) => `${id} held ${seats}`),
  ]
  return {
    said: {
      have: rows.map(({ user, state }) => `${user} ${state}`).sort(),
      queue: queue.map(({ user }) => user),
    },
    expected: { have: have.sort(), queue: model.waiting.map(({ id }) => id) },
  }
}

it('any sequence of changes has the outcome of the model after each step', async () => {
  const seed = Date.now() % 2 ** 31
  console.log(`fast-check seed ${seed}`)
  const start = fc.record({
    maxParticipants: fc.integer({ min: 1, max: 6 }),
    waitlistEnabled: fc.boolean(),
    waitlistOffers: fc.boolean(),
  })
  const sequence = fc.array(anyStep, { minLength: 30, maxLength: 30 })

  await fc.assert(
    fc.asyncProperty(start, sequence, async (details, changes) => {
      const { maxParticipants, waitlistEnabled, waitlistOffers } = details
      const event = await createEvent(platform.payload, { ...details, maxPartySize: 3 })
      const model = new HoldModel(maxParticipants, waitlistEnabled, waitlistOffers)
      const world: World = { model, eventId: event.id, holds: new Map() }
      for (const { name, do: act } of changes) {
        const { said, expected } = await act(world)
        expect(`${name}: ${said}`).toBe(`${name}: ${expected}`)
        const now = await standings(world)
        expect({ after: name, ...now.said }).toEqual({ after: name, ...now.expected })
      }
      expect(await findBrokenInvariants(platform.payload)).toEqual([])
      // A user may hold seats of a few events only: cancelling the event releases them.
      await change(world, { status: 'cancelled' })
    }),
    { seed, numRuns: soak(5, 40), interruptAfterTimeLimit: soak(60_000, 240_000) },
  )
}, 300_000)
