import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { type ApiEvent, eventsOf, repeated } from '../factories/series.ts'
import { newCaller, signedInApp, type Caller } from '../support/callers.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller
let stranger: Caller

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
  stranger = await newCaller(platform)
})

afterAll(() => platform.stop())

const days = (events: ApiEvent[]) => events.map(({ start_date: start }) => start.slice(5, 10))

it('keeps the events of both rules, deletes the others and makes new ones', async () => {
  const { events, id } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=6' })
  const guest = await signedInApp(platform)
  await guest.app.post(`events/${events[2]!.id}/register/`, {})

  const answer = await owner.app.patch(`events/${events[0]!.id}/repeat/`, {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4',
  })

  expect([answer.status, answer.body]).toEqual([
    200,
    { id, rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4', occurrences: 4 },
  ])
  const after = await eventsOf(owner.app, id)
  expect(days(after)).toEqual(['03-08', '03-22', '04-05', '04-19'])
  expect(after.slice(0, 3).map((event) => event.id)).toEqual(
    [0, 2, 4].map((index) => events[index]!.id),
  )
  expect(after[1]!.registered_count).toBe(1)
})

it('splits the series at a later event', async () => {
  const { events, id } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=6' })

  const { body } = await owner.rest.patch(`/api/events/${events[3]!.id}/repeat`, {
    rrule: 'FREQ=WEEKLY;BYDAY=SA,SU;COUNT=3',
  })

  expect(days(await eventsOf(owner.app, id))).toEqual(['03-08', '03-15', '03-22'])
  expect(days(await eventsOf(owner.app, body.id))).toEqual(['03-29', '03-30', '04-05'])
})

it('is refused as a whole when somebody is registered for an event that would go', async () => {
  const { events, id } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=6' })
  const guest = await signedInApp(platform)
  await guest.app.post(`events/${events[1]!.id}/register/`, {})

  const answer = await owner.app.patch(`events/${events[0]!.id}/repeat/`, {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=4',
  })

  expect([answer.status, answer.body.code]).toEqual([409, 'event_has_registrations'])
  expect(answer.body.detail).toContain(`2031-03-15 (event ${events[1]!.id})`)
  expect(await eventsOf(owner.app, id)).toHaveLength(6)
})

it('is refused for a wrong rule, a single event, and to strangers', async () => {
  const { events } = await repeated(owner)
  const path = `events/${events[0]!.id}/repeat/`
  expect((await owner.app.patch(path, { rrule: 'FREQ=HOURLY' })).status).toBe(400)
  expect((await stranger.app.patch(path, { rrule: 'FREQ=DAILY' })).status).toBe(403)
  const { body } = await owner.rest.post(`/api/events/${events[0]!.id}/duplicate?depth=0`, {})
  const single = await owner.app.patch(`events/${body.doc.id}/repeat/`, { rrule: 'FREQ=DAILY' })
  expect([single.status, single.body.code]).toEqual([409, 'not_in_series'])
})

it('shows the events of a rule before they are made', async () => {
  const { events } = await repeated(owner)
  const path = (rrule: string) =>
    `/api/events/${events[0]!.id}/repeat?rrule=${encodeURIComponent(rrule)}`

  const { body } = await owner.rest.get(path('FREQ=MONTHLY;BYDAY=2SA;COUNT=3'))

  expect(body).toEqual({
    text: 'every month on the second Saturday, 3 times',
    starts: ['2031-03-08T17:00:00.000Z', '2031-04-12T16:00:00.000Z', '2031-05-10T16:00:00.000Z'],
    isEndless: false,
  })
  expect((await owner.rest.get(path('FREQ=HOURLY'))).status).toBe(400)
  expect((await owner.rest.get(path(''))).status).toBe(400)
  expect((await stranger.rest.get(path('FREQ=DAILY'))).status).toBe(403)
})
