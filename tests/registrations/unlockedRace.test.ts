import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Pool } from 'pg'

import { createEvent } from '../factories/events.ts'
import { signedInAttendees } from '../support/callers.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { countOutcomes } from '../support/registrationOutcomes.ts'
import { deviations, recordSeatHistory } from '../support/seatHistory.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** The control of the race tests: without the lock, the same rush has to be seen to oversell. */
let platform: TestPlatform
let pool: Pool

/** Any constant: every claim waits for it between its look at the seats and its answer. */
const gate = 4_711
const clients = 10

beforeAll(async () => {
  platform = await startTestPlatform()
  pool = (platform.payload.db as unknown as { pool: Pool }).pool
  await recordSeatHistory(platform.payload)
  await unlock()
})

afterAll(() => platform.stop())

/** Check, then insert: the same function without its lock, and without the guard behind it. */
async function unlock() {
  for (const name of ['claim_seats', 'resize_party']) {
    const { rows } = await pool.query<{ source: string }>(
      `SELECT pg_get_functiondef($1::regproc) AS source`,
      [name],
    )
    const unlocked = rows[0]!.source.replace(
      /(SELECT \* INTO counter FROM event_seats WHERE event_id = [^;]*) FOR UPDATE;/,
      `$1; PERFORM pg_advisory_xact_lock_shared(${gate});`,
    )
    expect(unlocked).not.toBe(rows[0]!.source)
    await pool.query(unlocked)
  }
  await pool.query('ALTER TABLE event_seats DROP CONSTRAINT event_seats_never_oversold')
}

/** Lets all claims through at once, when as many as that have looked and wait. */
async function openGateFor(waiting: number) {
  const holder = await pool.connect()
  await holder.query('SELECT pg_advisory_lock($1)', [gate])
  return async () => {
    for (let arrived = 0; arrived < waiting;) {
      const { rows } = await holder.query<{ arrived: number }>(
        `SELECT count(*)::int AS arrived FROM pg_locks
         WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
        [gate],
      )
      arrived = rows[0]!.arrived
    }
    await holder.query('SELECT pg_advisory_unlock($1)', [gate])
    holder.release()
  }
}

it('an unlocked rush for the last place oversells, and every check sees it', async () => {
  const event = await createEvent(platform.payload, { maxParticipants: 1 })
  const people = await signedInAttendees(platform, clients)
  const open = await openGateFor(clients)

  const [answers] = await Promise.all([
    // Through the door where each claim has a transaction of its own; the endpoint's go together.
    Promise.all(people.map(({ client }) => client.post('/api/registrations', { event: event.id }))),
    open(),
  ])

  expect(countOutcomes(answers)).toEqual({ confirmed: clients })
  expect(await findBrokenInvariants(platform.payload)).toEqual([
    { invariant: 'oversold', eventId: event.id },
  ])
  expect(await deviations(platform.payload, event.id)).toHaveLength(clients - 1)
})

it('parties that grow unlocked into the last seat oversell, and every check sees it', async () => {
  const event = await createEvent(platform.payload, { maxParticipants: 5, maxPartySize: 2 })
  const people = await signedInAttendees(platform, 4)
  for (const { client } of people) await client.post(`/api/events/${event.id}/register`)
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM registrations WHERE event_id = $1',
    [event.id],
  )
  const open = await openGateFor(rows.length)

  const [grown] = await Promise.all([
    Promise.all(
      rows.map(async ({ id }) => {
        const sql = 'SELECT resize_party($1, 2, now()) AS refusal'
        return (await pool.query<{ refusal: string | null }>(sql, [id])).rows[0]!.refusal
      }),
    ),
    open(),
  ])

  expect(grown).toEqual([null, null, null, null])
  expect(await findBrokenInvariants(platform.payload)).toContainEqual({
    invariant: 'oversold',
    eventId: event.id,
  })
  expect(await deviations(platform.payload, event.id)).toHaveLength(3)
})
