import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { growEndlessSeries } from '../../src/features/series/jobs/growEndlessSeries.ts'
import { eventsOf, meeting, repeated } from '../factories/series.ts'
import { newCaller, signedInApps, type Caller } from '../support/callers.ts'
import type { ApiResponse } from '../support/client.ts'
import { deadlocksOf } from '../support/deadlocks.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { poolOf } from '../support/pool.ts'
import { untilLockWaits } from '../support/seatLocks.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller
let staff: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
  staff = await newCaller(platform, 'staff')
})

afterAll(() => platform.stop())

const statuses = (answers: ApiResponse[]) => answers.map(({ status }) => status)

it('an event that is repeated twice at once has one series', async () => {
  const { body } = await owner.app.post('events/', meeting)
  const repeat = ({ app }: Caller) =>
    app.post(`events/${body.id}/repeat/`, { rrule: 'FREQ=WEEKLY;COUNT=5' })

  const answers = await Promise.all([repeat(owner), repeat(staff), repeat(owner)])

  expect(statuses(answers).sort()).toEqual([201, 409, 409])
  const { rows } = await poolOf(platform.payload).query(
    `SELECT count(*)::int AS count FROM events WHERE series_id IN
       (SELECT series_id FROM events WHERE id = $1)`,
    [body.id],
  )
  expect(rows[0].count).toBe(5)
})

it('edits of a series, registrations and the growing at once end in one order, without a deadlock', async () => {
  const series = await repeated(owner, { rrule: 'FREQ=MONTHLY;BYDAY=2SA' }, { max_participants: 4 })
  const ids = series.events.map(({ id }) => id)
  const people = await signedInApps(platform, 12)
  const patch = (index: number, scope: string, data: object) =>
    (index % 2 ? owner : staff).app.patch(`events/${ids[index]}/?scope=${scope}`, data)

  const [edits, , registrations] = await Promise.all([
    Promise.all([
      patch(1, 'all', { location: 'Bonn' }),
      patch(6, 'following', { location: 'Kiel' }),
      patch(3, 'following', { description: 'Bring a robot.' }),
      patch(9, 'all', { max_participants: 6 }),
      patch(0, 'this', { title: 'Opening' }),
      owner.app.delete(`events/${ids[10]}/?scope=this`),
      owner.app.patch(`events/${ids[8]}/repeat/`, { rrule: 'FREQ=MONTHLY;BYDAY=2SA;COUNT=3' }),
    ]),
    Promise.all(
      ['2031-06-01', '2031-07-01'].map((day) =>
        growEndlessSeries(platform.payload, new Date(`${day}T00:00:00Z`)),
      ),
    ),
    Promise.all(
      people.flatMap(({ app }, index) =>
        [0, 4, 8].map((step) => app.post(`events/${ids[(index + step) % 8]}/register/`, {})),
      ),
    ),
  ])

  // A deletion or another rule may meet a registration, or an event that has gone; nothing else is refused.
  expect(statuses(edits).filter((status) => ![200, 204, 404, 409].includes(status))).toEqual([])
  expect(statuses(edits).slice(0, 5)).toEqual([200, 200, 200, 200, 200])
  expect(statuses(registrations).filter((status) => ![200, 409].includes(status))).toEqual([])
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  const { rows } = await poolOf(platform.payload).query(
    `SELECT series_id, occurrence FROM events WHERE series_id IS NOT NULL
     GROUP BY 1, 2 HAVING count(*) > 1`,
  )
  expect(rows).toEqual([])
  expect(await deadlocksOf(platform.payload)).toBe(0)
})

it('with locks in another order the same has a deadlock: the check sees it', async () => {
  const { events, id } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=3' })
  const pool = poolOf(platform.payload)
  const other = await pool.connect()
  const lock = (event: number) =>
    other.query('SELECT 1 FROM event_seats WHERE event_id = $1 FOR UPDATE', [event])
  await other.query('BEGIN')
  await lock(events[2]!.id)
  const editing = owner.app.patch(`events/${events[1]!.id}/?scope=all`, { title: 'New' })
  await untilLockWaits(pool, 1)

  const locking = lock(events[0]!.id).then(
    () => 'locked',
    () => 'deadlock',
  )
  await locking
  await other.query('ROLLBACK')
  other.release()
  await editing

  expect(await eventsOf(owner.app, id)).toHaveLength(3)
  expect(await deadlocksOf(platform.payload)).toBe(1)
})
