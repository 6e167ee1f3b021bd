import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let app: Client
let id: number

beforeAll(async () => {
  platform = await startTestPlatform()
  app = (await signedInApp(platform)).app
  id = (await createEvent(platform.payload)).id
})

afterAll(() => platform.stop())

/** The status of each route when it is asked for in a way that changes nothing. */
const routes: [method: string, path: () => string, status: number][] = [
  ['GET', () => 'events', 200],
  ['POST', () => 'events', 400],
  ['GET', () => `events/${id}`, 200],
  ['PUT', () => `events/${id}`, 400],
  ['PATCH', () => `events/${id}`, 403],
  ['DELETE', () => `events/${id}`, 403],
  ['POST', () => 'events/999999/register', 404],
  ['DELETE', () => 'events/999999/register', 404],
  ['POST', () => 'auth/register', 400],
  ['POST', () => 'auth/login', 400],
  ['POST', () => 'auth/refresh', 400],
  ['POST', () => 'auth/logout', 400],
  ['GET', () => 'auth/me', 200],
  ['GET', () => 'health', 200],
]

describe('the contract answers', () => {
  it.each(routes)(
    '%s %s under /api/v1 and, with a slash, under /api',
    async (method, path, status) => {
      const body = method === 'GET' ? undefined : {}
      const answers = await Promise.all(
        [`/api/v1/${path()}/`, `/api/v1/${path()}`, `/api/${path()}/`].map((url) =>
          app.send(method, url, body),
        ),
      )

      expect(answers.map((answer) => answer.status)).toEqual([status, status, status])
      const [first, ...others] = answers.map((answer) => ({ ...answer.body, timestamp: '' }))
      for (const other of others) expect(other).toEqual(first)
    },
  )
})

describe("Payload's own REST stands beside it", () => {
  it('GET /api/events without a slash: docs, camelCase, where[...]', async () => {
    const { body } = await appOf(platform.url).get(`/api/events?where[id][equals]=${id}`)

    expect(body).toMatchObject({ totalDocs: 1, docs: [{ id, maxParticipants: 10 }] })
    expect(body.results).toBeUndefined()
  })

  it('GET /api/events/{id} without a slash', async () => {
    const { body } = await appOf(platform.url).get(`/api/events/${id}`)

    expect(body).toMatchObject({ id, startDate: expect.stringMatching(/\.\d{3}Z$/) })
    expect(body.start_date).toBeUndefined()
  })

  it('POST /api/events without a slash', async () => {
    const { status, body } = await app.post('/api/events', {})

    expect(status).toBe(400)
    expect(body.errors[0].name).toBe('ValidationError')
  })

  it('GraphQL answers at /api/graphql', async () => {
    const { body } = await app.post('/api/graphql', { query: '{ Events { totalDocs } }' })

    expect(body).toEqual({ data: { Events: { totalDocs: 1 } } })
  })

  it('GET /api/health without a slash', async () => {
    const { status, body } = await app.get('/api/health')

    expect([status, body.status]).toEqual([200, 'healthy'])
  })
})
