import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { expectRefusal, notFound, unauthenticated } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

type Caller = 'anyone' | 'stranger' | 'owner' | 'staff' | 'admin'

let platform: TestPlatform
let apps: Record<Caller, Client>
let draft: string
let nothing: string

beforeAll(async () => {
  platform = await startTestPlatform()
  const owner = await signedInApp(platform)
  apps = {
    anyone: appOf(platform.url),
    stranger: (await signedInApp(platform)).app,
    owner: owner.app,
    staff: (await signedInApp(platform, 'staff')).app,
    admin: (await signedInApp(platform, 'admin')).app,
  }
  const details = { status: 'draft', createdBy: owner.id, title: 'Secret Plan' } as const
  draft = `events/${(await createEvent(platform.payload, details)).id}/`
  nothing = 'events/999999/'
})

afterAll(() => platform.stop())

const complete = {
  title: 'Taken over',
  description: 'x',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'x',
  max_participants: 10,
}

const routes: [string, (app: Client, path: string) => ReturnType<Client['get']>][] = [
  ['GET events/{id}/', (app, path) => app.get(path)],
  ['PUT events/{id}/', (app, path) => app.put(path, complete)],
  ['PATCH events/{id}/', (app, path) => app.patch(path, { title: 'Taken over' })],
  ['DELETE events/{id}/', (app, path) => app.delete(path)],
  ['POST events/{id}/register/', (app, path) => app.post(`${path}register/`)],
  ['DELETE events/{id}/register/', (app, path) => app.delete(`${path}register/`)],
]

describe('a draft of somebody else does not exist', () => {
  it.each(routes)('%s by a stranger: 404', async (_route, call) => {
    const answer = await call(apps.stranger, draft)

    expectRefusal(answer, 404, notFound)
    const withoutIt = await call(apps.stranger, nothing)
    expect([withoutIt.status, withoutIt.body]).toEqual([answer.status, answer.body])
  })

  it.each(routes)('%s by anyone: as if there were none', async (route, call) => {
    const answer = await call(apps.anyone, draft)

    if (route.startsWith('GET')) expectRefusal(answer, 404, notFound)
    else expectRefusal(answer, 401, unauthenticated)
  })

  it.each(['', 'status=draft', 'search=secret', 'ordering=title'])(
    'GET events/?%s leaves it out',
    async (query) => {
      for (const caller of ['anyone', 'stranger'] as const) {
        const { body } = await apps[caller].get(`events/?${query}`)
        expect([body.count, body.results]).toEqual([0, []])
      }
    },
  )

  it('and is as it was', async () => {
    expect((await apps.owner.get(draft)).body.title).toBe('Secret Plan')
  })
})

describe('a draft is there for its owner and for staff', () => {
  it.each<Caller>(['owner', 'staff', 'admin'])('%s sees it', async (caller) => {
    const app = apps[caller]

    expect((await app.get(draft)).body.title).toBe('Secret Plan')
    expect((await app.get('events/?status=draft')).body.count).toBe(1)
    expect((await app.get('events/?search=secret')).body.count).toBe(1)
  })

  it.each<Caller>(['owner', 'staff', 'admin'])('%s cannot register for it: 409', async (caller) => {
    expectRefusal(await apps[caller].post(`${draft}register/`), 409, {
      detail: 'Registration for this event is not open',
      code: 'event_not_open',
    })
  })
})
