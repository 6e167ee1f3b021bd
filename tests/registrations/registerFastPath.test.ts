import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Event } from '../../src/payload-types.ts'
import { claimInBatch, maxWaiting } from '../../src/features/registrations/claimBatcher.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp, signedInApps } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { open } from '../support/rawHttp.ts'
import { lockSeats, untilLockWaits } from '../support/seatLocks.ts'
import { badToken, expectRefusal } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const pathTo = ({ id }: Pick<Event, 'id'>) => `events/${id}/register/`

const registeredFor = async ({ id }: Pick<Event, 'id'>) => {
  const { rows } = await poolOf(platform.payload).query<{ user: number }>(
    'SELECT user_id AS user FROM registrations WHERE event_id = $1 ORDER BY id',
    [id],
  )
  return rows.map(({ user }) => user)
}

describe('a full event without a waitlist', () => {
  /** Which version of the row it is, and who locked it last: both change with any write. */
  const rowOf = async ({ id }: Pick<Event, 'id'>) => {
    const { rows } = await poolOf(platform.payload).query(
      'SELECT ctid::text, xmin::text, xmax::text FROM event_seats WHERE event_id = $1',
      [id],
    )
    return rows[0] as unknown
  }

  it('refuses by reading alone', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const [holder, ...others] = await signedInApps(platform, 21)
    await holder!.app.post(pathTo(event))
    const before = await rowOf(event)

    const answers = await Promise.all(others.map(({ app }) => app.post(pathTo(event))))

    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['event_full']))
    expect(await rowOf(event)).toEqual(before)
  })

  it('refuses while somebody holds its seats', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const [holder, other] = await signedInApps(platform, 2)
    await holder!.app.post(pathTo(event))
    const letGo = await lockSeats(poolOf(platform.payload), event.id)

    const answer = await other!.app.post(pathTo(event))

    expect(answer.body.code).toBe('event_full')
    await letGo()
  })

  it('gives a place that is given back to whoever comes next', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1 })
    const [holder, other] = await signedInApps(platform, 2)
    await holder!.app.post(pathTo(event))

    for (let round = 0; round < 10; round += 1) {
      const [leaves, comes] = round % 2 ? [other!, holder!] : [holder!, other!]
      expect((await comes.app.post(pathTo(event))).body.code).toBe('event_full')
      expect((await leaves.app.delete(pathTo(event))).status).toBe(204)
      expect((await comes.app.post(pathTo(event))).status).toBe(200)
    }
  })

  it('says first what else is in the way', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 2, maxPartySize: 2 })
    const [holder, other] = await signedInApps(platform, 2)
    await holder!.app.post(pathTo(event), { seats: 2 })

    expect((await holder!.app.post(pathTo(event))).body.code).toBe('already_registered')
    expect((await other!.app.post(pathTo(event), { seats: 3 })).body.code).toBe('party_too_large')
    expect((await other!.app.post(pathTo(event), { seats: 2 })).body.code).toBe('event_full')
  })
})

describe('while somebody holds the seats of an event', () => {
  it('who has hung up before their turn gets none', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 10 })
    const [first, gone, last] = await signedInApps(platform, 3)
    const pool = poolOf(platform.payload)
    const letGo = await lockSeats(pool, event.id)
    const firstAnswer = first!.app.post(pathTo(event))
    await untilLockWaits(pool, 1)
    const headers = { authorization: `Bearer ${accessTokenOf(platform.payload, gone!.id)}` }
    const abandoned = open(platform.url, `/api/v1/${pathTo(event)}`, { method: 'POST', headers })
    abandoned.on('error', () => undefined)
    await sleep(200)
    abandoned.destroy()
    await sleep(200)
    const lastAnswer = last!.app.post(pathTo(event))

    await letGo()

    expect([(await firstAnswer).status, (await lastAnswer).status]).toEqual([200, 200])
    expect(await registeredFor(event)).toEqual([first!.id, last!.id])
  })

  it('others are served, in the same batch too', async () => {
    const held = await createEvent(platform.payload, { maxParticipants: 10 })
    const free = await createEvent(platform.payload, { maxParticipants: 50 })
    const people = await signedInApps(platform, 40)
    const letGo = await lockSeats(poolOf(platform.payload), held.id)
    const waits = people.slice(0, 5).map(({ app }) => app.post(pathTo(held)))

    const answers = await Promise.all(people.map(({ app }) => app.post(pathTo(free))))

    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
    await letGo()
    expect((await Promise.all(waits)).map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200,
    ])
  })

  it('no more wait than can be served soon: 503, with when to come back', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 10 })
    const { id, app } = await signedInApp(platform)
    const pool = poolOf(platform.payload)
    const letGo = await lockSeats(pool, event.id)
    const claim = claimInBatch(platform.payload)
    const asked = { eventId: event.id, userId: id, seats: 1 }
    const first = claim(asked)
    await untilLockWaits(pool, 1)
    const waiting = Array.from({ length: maxWaiting }, () => claim(asked))

    const answer = await app.post(pathTo(event))

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    await letGo()
    expect((await first).outcome).toBe('confirmed')
    const outcomes = (await Promise.all(waiting)).map(({ outcome }) => outcome)
    expect(new Set(outcomes)).toEqual(new Set(['already_registered']))
    expect((await app.post(pathTo(event))).body.code).toBe('already_registered')
  })
})

describe('claims that travel together', () => {
  it('are answered in order of arrival, each by their own event', async () => {
    const events = await Promise.all(
      Array.from({ length: 8 }, () => createEvent(platform.payload, { maxParticipants: 5 })),
    )
    const people = await signedInApps(platform, 80)
    const claim = claimInBatch(platform.payload)

    const answers = await Promise.all(
      people.map(({ id }, index) =>
        claim({ eventId: events[index % 8]!.id, userId: id, seats: 1 }),
      ),
    )

    expect(answers.map(({ outcome }) => outcome)).toEqual(
      people.map((_person, index) => (index < 40 ? 'confirmed' : 'event_full')),
    )
    for (const [place, event] of events.entries()) {
      const expected = people.filter((_person, index) => index < 40 && index % 8 === place)
      expect(await registeredFor(event)).toEqual(expected.map(({ id }) => id))
    }
  })

  it('of which one breaks the statement: that one fails, and no other', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 50 })
    const people = await signedInApps(platform, 20)
    const pool = poolOf(platform.payload)
    const bad = people[7]!
    await pool.query(`
      CREATE FUNCTION refuse_bad() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'not this one'; END $$;
      CREATE TRIGGER refuse_bad BEFORE INSERT ON registrations FOR EACH ROW
        WHEN (NEW.user_id = ${bad.id}) EXECUTE FUNCTION refuse_bad()`)

    const answers = await Promise.all(people.map(({ app }) => app.post(pathTo(event))))

    await pool.query('DROP TRIGGER refuse_bad ON registrations; DROP FUNCTION refuse_bad')
    expect(answers.map(({ status }) => status)).toEqual(
      people.map((person) => (person === bad ? 500 : 200)),
    )
    expect(await registeredFor(event)).toHaveLength(19)
  })

  it('take no place for a token that was taken back, not even in the next moment', async () => {
    const event = await createEvent(platform.payload)
    const { id, app } = await signedInApp(platform)
    expect((await app.post('events/999999/register/')).status).toBe(404)
    await poolOf(platform.payload).query('UPDATE users SET suspended = true WHERE id = $1', [id])

    expectRefusal(await app.post(pathTo(event)), 401, badToken)

    expect(await registeredFor(event)).toEqual([])
  })
})

describe('what goes ahead of the router and what goes through it', () => {
  const spread = (text: string) => ({ raw: text, headers: { 'Content-Type': 'application/json' } })

  it.each([
    ['a body', undefined, { seats: 1 }],
    ['no body', undefined, undefined],
    ['no JSON', undefined, spread('{"seats":')],
    ['white space', undefined, spread('  ')],
    ['a list', undefined, spread('[]')],
    ['a text', undefined, spread('"1"')],
    ['a byte order mark', undefined, spread('\uFEFF{"seats":1}')],
    ['too few seats', undefined, { seats: 0 }],
    ['more than is known', undefined, { seats: 1, admin: true }],
    ['a token that is none', 'none', { seats: 1 }],
    ['no token', '', { seats: 1 }],
    ['a bad token and no JSON', 'none', spread('{')],
  ])('answers %s alike', async (_name, token, given) => {
    const asSomebody = async () => {
      const { id } = await signedInApp(platform)
      return appOf(platform.url, token ?? accessTokenOf(platform.payload, id))
    }
    const ask = async (path: string, accept: string) => {
      const app = await asSomebody()
      const { raw, headers } = (given ?? {}) as { raw?: string; headers?: Record<string, string> }
      const sending = { raw, headers: { ...headers, Accept: accept } }
      const answer = await app.post(path, raw === undefined ? given : undefined, sending)
      const rest = Object.fromEntries(answer.headers)
      // Of their own with each answer.
      for (const name of ['date', 'content-length', 'x-request-id']) delete rest[name]
      const { registration, ...body } = answer.body
      return { status: answer.status, headers: rest, body, state: registration?.state }
    }
    const event = await createEvent(platform.payload, { maxParticipants: 4, waitlistEnabled: true })
    const draft = await createEvent(platform.payload, { status: 'draft' })

    for (const accept of ['application/json', 'application/problem+json']) {
      for (const id of [event.id, draft.id, 999_999]) {
        // A query has no meaning here; with one, a request is not one of those that go ahead.
        const [ahead, through] = [
          await ask(`events/${id}/register/`, accept),
          await ask(`events/${id}/register/?usual=no`, accept),
        ]
        expect(ahead).toEqual(through)
      }
    }
  })
})
