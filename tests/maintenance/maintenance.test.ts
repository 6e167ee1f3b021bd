import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { closeEndedWaitlists } from '../../src/features/registrations/jobs/closeEndedWaitlists.ts'
import { sendDigests } from '../../src/features/notifications/jobs/sendDigests.ts'
import { purgeExpiredData } from '../../src/features/maintenance/jobs/purgeExpiredData.ts'
import { reconcileCounters } from '../../src/features/registrations/jobs/reconcileCounters.ts'
import { vacuum } from '../../src/features/maintenance/jobs/vacuum.ts'
import { createEvent } from '../factories/events.ts'
import { createUser, crowd, signedInUser } from '../factories/users.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { clientOf } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** What the schedule does, done by hand. Nothing works on the queue here, so that it can be looked at. */
let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})

afterAll(() => platform.stop())

const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await poolOf(platform.payload).query<Row>(text, values)).rows

const hours = (count: number) => new Date(Date.now() + count * 3_600_000)

describe('the schedule', () => {
  it('puts wrong seat counters right, and says which', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 5 })
    const [person] = await crowd(platform.payload, 1)
    await clientOf(platform.url, person!.token).post(`/api/events/${event.id}/register`)
    await rows('UPDATE event_seats SET taken = 3, waitlisted = 1 WHERE event_id = $1', [event.id])
    expect(await findBrokenInvariants(platform.payload)).not.toEqual([])

    const report = await reconcileCounters(platform.payload, new Date())

    expect(report).toBe(`Corrected: event ${event.id}: 3 taken and 1 waiting, should be 1 and 0`)
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
    expect(await reconcileCounters(platform.payload, new Date())).toBe('All counters are correct')
  })

  it('fails loudly when more seats are held than there are, and changes nothing', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 2 })
    const people = await crowd(platform.payload, 2)
    for (const { token } of people) {
      await clientOf(platform.url, token).post(`/api/events/${event.id}/register`)
    }
    await rows('ALTER TABLE events DISABLE TRIGGER USER')
    await rows('UPDATE events SET max_participants = 1 WHERE id = $1', [event.id])
    await rows('ALTER TABLE events ENABLE TRIGGER USER')

    await expect(reconcileCounters(platform.payload, new Date())).rejects.toThrow()

    const [seats] = await rows('SELECT capacity, taken FROM event_seats WHERE event_id = $1', [
      event.id,
    ])
    expect(seats).toEqual({ capacity: 2, taken: 2 })
    await rows('UPDATE events SET max_participants = 2 WHERE id = $1', [event.id])
  })

  it('ends the waiting for what is over, and nothing else', async () => {
    const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
    for (const { token } of await crowd(platform.payload, 3)) {
      await clientOf(platform.url, token).post(`/api/events/${event.id}/register`)
    }

    const early = await closeEndedWaitlists(platform.payload, new Date())
    const report = await closeEndedWaitlists(
      platform.payload,
      new Date(Date.parse(event.endDate) + 1000),
    )

    expect(early).toBe('No waitlists to close')
    expect(report).toBe('Closed 1 waitlist: 2 registrations cancelled')
    const states = await rows<{ state: string; reason: string | null }>(
      'SELECT state, cancel_reason AS reason FROM registrations WHERE event_id = $1 ORDER BY id',
      [event.id],
    )
    expect(states).toEqual([
      { state: 'confirmed', reason: null },
      { state: 'cancelled', reason: 'The event has ended' },
      { state: 'cancelled', reason: 'The event has ended' },
    ])
    expect(await findBrokenInvariants(platform.payload)).toEqual([])
  })

  it('forgets what has expired and keeps what has not', async () => {
    const { user } = await signedInUser(platform.payload)
    const login = () =>
      clientOf(platform.url).post('/api/v1/auth/login/', {
        username: user.username,
        password: 'a Robot that 3ats bolts',
      })
    const { body } = await login()
    await clientOf(platform.url).post('/api/v1/auth/refresh/', { refresh: body.refresh })
    const tokens = async () => (await rows('SELECT 1 FROM refresh_tokens')).length

    const before = await tokens()
    await purgeExpiredData(platform.payload, new Date())
    const kept = await tokens()
    const report = await purgeExpiredData(platform.payload, hours(25))

    expect([before, kept, await tokens()]).toEqual([2, 2, 0])
    expect(report).toContain('2 refresh tokens')
    expect(await rows('SELECT 1 FROM refresh_families')).toEqual([])
  })

  it('tidies the tables that change most', async () => {
    expect(await vacuum(platform.payload, new Date())).toBe('11 tables')
  })

  it('writes to organisers once, in their own morning', async () => {
    const owner = await createUser(platform.payload, 'staff', { timezone: 'Asia/Kolkata' })
    await createEvent(platform.payload, { createdBy: owner.id })
    // Kolkata is five hours and a half ahead: of the runs at five past, that of 2 UTC is at 7:35.
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const at = (time: string) => sendDigests(platform.payload, new Date(`${tomorrow}T${time}:00Z`))
    const jobs = async () =>
      (
        await rows<{ key: string }>(
          'SELECT key FROM graphile_worker._private_jobs WHERE key LIKE $1',
          [`email:digest:${owner.id}:%`],
        )
      ).map(({ key }) => key)

    await at('01:05')
    const early = await jobs()
    await at('02:05')
    await at('02:05')
    await at('03:05')

    expect(early).toEqual([])
    expect(await jobs()).toEqual([`email:digest:${owner.id}:${tomorrow}`])
  })
})
