import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'

import { readOverview } from '../../src/features/events/public.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import type { Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A filter for events that run at an instant finds them by their time spans; its result stays the same. */
let platform: TestPlatform
let staff: Client

const titled = (
  title: string,
  from: number,
  to: number,
  status: 'published' | 'draft' = 'published',
) => createEvent(platform.payload, { title, startDate: inDays(from), endDate: inDays(to), status })

beforeAll(async () => {
  platform = await startTestPlatform()
  staff = (await signedInApp(platform, 'staff')).app
  await titled('Past', -9, -8)
  await titled('Season', -90, 90)
  await titled('Now', -1, 1)
  await titled('Secret', -1, 1, 'draft')
  await titled('Coming', 3, 4)
})

afterAll(() => platform.stop())

const titlesOf = async (query: string): Promise<string[]> => {
  const { body } = await staff.get(`/api/events?sort=startDate&${query}`)
  return body.docs.map(({ title }: { title: string }) => title)
}

const runsAt = (at: string, place = 'where[or][0][and]') =>
  `${place}[0][startDate][less_than_equal]=${at}&${place}[1][endDate][greater_than]=${at}`

it.each([
  ['the filter of the panel', () => runsAt(inDays(0)), ['Season', 'Now', 'Secret']],
  ['the same without "or"', () => runsAt(inDays(0), 'where[and]'), ['Season', 'Now', 'Secret']],
  [
    'one more condition',
    () => `${runsAt(inDays(0), 'where[and]')}&where[and][2][status][equals]=draft`,
    ['Secret'],
  ],
  ['another instant', () => runsAt(inDays(3.5)), ['Season', 'Coming']],
  ['an instant without events', () => runsAt(inDays(400)), []],
  [
    'two instants',
    () =>
      `where[and][0][startDate][less_than_equal]=${inDays(3.5)}&where[and][1][endDate][greater_than]=${inDays(0)}`,
    ['Season', 'Now', 'Secret', 'Coming'],
  ],
  ['or', () => runsAt(inDays(0), 'where[or]'), ['Season', 'Past', 'Now', 'Secret', 'Coming']],
])('%s', async (_name, query, expected) => {
  expect((await titlesOf(query())).toSorted()).toEqual(expected.toSorted())
})

it('the dashboard shows the published events that run, the earliest start first', async () => {
  const req = await createLocalReq({}, platform.payload)
  const { running, upcoming } = await readOverview(req, new Date())

  expect(running.map(({ title }) => title)).toEqual(['Season', 'Now'])
  expect(upcoming.map(({ title }) => title)).toEqual(['Coming'])
})
