import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import type { Client } from '../support/client.ts'
import { withoutTable } from '../support/outages.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let app: Client
let path: string

beforeAll(async () => {
  platform = await startTestPlatform()
  // Staff: what an attendee reads may come from the response cache.
  app = (await signedInApp(platform, 'staff')).app
  path = `events/${(await createEvent(platform.payload)).id}/`
})

afterEach(() => {
  jest.restoreAllMocks()
})
afterAll(() => platform.stop())

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const event = {
  title: 'Bolt Bowl',
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
}

const calls: [string, (headers?: Record<string, string>) => ReturnType<Client['get']>][] = [
  ['GET events/', (headers) => app.get('events/', { headers })],
  ['POST events/', (headers) => app.post('events/', event, { headers })],
  ['GET events/{id}/', (headers) => app.get(path, { headers })],
  ['PATCH events/{id}/', (headers) => app.patch(path, { title: 'x' }, { headers })],
  ['POST events/{id}/register/', (headers) => app.post(`${path}register/`, {}, { headers })],
]

const gone = <Result>(work: () => Promise<Result>) =>
  withoutTable(platform.payload, 'event_seats', work)

describe.each(calls)('%s when a table is gone', (_route, call) => {
  it('is 500 with the id under which the log has the cause', async () => {
    const log = jest.spyOn(platform.payload.logger, 'error')

    const { status, body } = await gone(() => call())

    expect([status, body]).toEqual([
      500,
      { detail: 'Internal server error.', request_id: expect.stringMatching(uuid) },
    ])
    expect(log.mock.calls).toContainEqual([
      expect.objectContaining({ err: expect.any(Error), requestId: body.request_id }),
    ])
  })

  it('shows no SQL and no stack, as problem details neither', async () => {
    const { status, headers, body } = await gone(() => call({ Accept: 'application/problem+json' }))

    expect([status, headers.get('content-type')]).toEqual([500, 'application/problem+json'])
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'Internal server error.',
      request_id: expect.stringMatching(uuid),
    })
  })

  it('leaves nothing behind: afterwards all is well', async () => {
    await gone(() => call())

    const [{ body: list }, { body: one }] = [await app.get('events/'), await app.get(path)]
    expect([list.count, one.title, one.registered_count]).toEqual([1, 'Bolt Bowl', 0])
  })
})
