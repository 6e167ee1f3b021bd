import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInApps } from '../support/callers.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { countOutcomes } from '../support/registrationOutcomes.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** The control of the rushes for holds: without the lock, the sweep has to see the oversell. */
let platform: TestPlatform

/** Any constant: every hold waits for it between its look at the seats and its answer. */
const gate = 4_712
const clients = 8

beforeAll(async () => {
  platform = await startTestPlatform()
  const pool = poolOf(platform.payload)
  const { rows } = await pool.query<{ source: string }>(
    `SELECT pg_get_functiondef('hold_seats'::regproc) AS source`,
  )
  const [before] = rows
  const unlocked = before!.source
    .replace(/(FROM event_seats WHERE event_id = p_event) FOR UPDATE;/, '$1;')
    .replace(/(SELECT u\.suspended INTO who)/, `PERFORM pg_advisory_xact_lock_shared(${gate}); $1`)
  expect([unlocked.includes('FOR UPDATE'), unlocked.includes(String(gate))]).toEqual([false, true])
  await pool.query(unlocked)
  await pool.query('ALTER TABLE event_seats DROP CONSTRAINT event_seats_never_oversold')
})

afterAll(() => platform.stop())

it('unlocked, the last seat is held by all, and the sweep sees it', async () => {
  const pool = poolOf(platform.payload)
  const event = await createEvent(platform.payload, { maxParticipants: 1 })
  const people = await signedInApps(platform, clients)
  const holder = await pool.connect()
  await holder.query('SELECT pg_advisory_lock($1)', [gate])

  const rush = Promise.all(people.map(({ app }) => app.post(`events/${event.id}/hold/`)))
  for (let waiting = 0; waiting < clients;) {
    const { rows } = await holder.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks
       WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
      [gate],
    )
    waiting = rows[0]!.waiting
  }
  await holder.query('SELECT pg_advisory_unlock($1)', [gate])
  holder.release()

  expect(countOutcomes(await rush)).toEqual({ 201: clients })
  expect(await findBrokenInvariants(platform.payload)).toEqual([
    { invariant: 'oversold', eventId: event.id },
  ])
})
