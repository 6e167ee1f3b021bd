import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { growEndlessSeries } from '../../src/features/series/jobs/growEndlessSeries.ts'
import { eventsOf, repeated } from '../factories/series.ts'
import { newCaller, type Caller } from '../support/callers.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
})

afterAll(() => platform.stop())

const grow = (now: string) => growEndlessSeries(platform.payload, new Date(now))

const count = async (series: number) => {
  const { rows } = await poolOf(platform.payload).query(
    'SELECT count(*)::int AS count FROM events WHERE series_id = $1',
    [series],
  )
  return rows[0].count as number
}

it('makes an endless series a year ahead, once, as its last event is', async () => {
  const endless = await repeated(owner, { rrule: 'FREQ=MONTHLY;BYDAY=2SA' })
  const ended = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=3' })
  expect(endless.events).toHaveLength(12)
  await owner.app.patch(`events/${endless.events[10]!.id}/?scope=following`, { title: 'New hall' })
  const { series } = (await owner.app.get(`events/${endless.events[11]!.id}/`)).body

  expect(await grow('2031-02-01T00:00:00Z')).toBe('No series to grow')
  // Five servers at once make each event once.
  await Promise.all(Array.from({ length: 5 }, () => grow('2031-09-01T00:00:00Z')))

  const events = await eventsOf(owner.app, series)
  expect(events.map(({ start_date: start }) => start)).toEqual([
    '2032-01-10T17:00:00Z',
    '2032-02-14T17:00:00Z',
    '2032-03-13T17:00:00Z',
    '2032-04-10T16:00:00Z',
    '2032-05-08T16:00:00Z',
    '2032-06-12T16:00:00Z',
    '2032-07-10T16:00:00Z',
    '2032-08-14T16:00:00Z',
  ])
  expect(new Set(events.map(({ title }) => title))).toEqual(new Set(['New hall']))
  expect([await count(ended.id), await count(endless.id)]).toEqual([3, 10])
})

it('does not bring back a day that was deleted', async () => {
  const { events, id } = await repeated(owner, { rrule: 'FREQ=MONTHLY;BYDAY=1SU' })
  const last = events.at(-1)!
  await owner.app.delete(`events/${last.id}/`)

  await grow('2031-03-20T00:00:00Z')

  const after = (await eventsOf(owner.app, id)).map((event) => event.start_date)
  expect(after).not.toContain(last.start_date)
})

it('stops when the series is cancelled, its owner is suspended, or owns too many events', async () => {
  const cancelled = await repeated(owner, { rrule: 'FREQ=MONTHLY' })
  await owner.app.patch(`events/${cancelled.events[0]!.id}/?scope=all`, { status: 'cancelled' })
  const other = await newCaller(platform)
  const suspended = await repeated(other, { rrule: 'FREQ=MONTHLY' })
  await poolOf(platform.payload).query('UPDATE users SET suspended = true WHERE id = $1', [
    other.id,
  ])
  const before = [await count(cancelled.id), await count(suspended.id)]

  await grow('2031-12-01T00:00:00Z')

  expect([await count(cancelled.id), await count(suspended.id)]).toEqual(before)
})

it('makes a day for each day that has passed', async () => {
  const daily = await repeated(owner, { rrule: 'FREQ=DAILY' })
  expect(await count(daily.id)).toBe(367)
  await grow('2031-03-12T18:00:00Z')
  expect(await count(daily.id)).toBe(371)
})
