import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'

import { Tokens } from '../../src/features/accounts/tokens.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { type RawRequest, send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** All ways in which a request can be answered. They have one writer, so they have the same headers. */
let platform: TestPlatform
let id: number
let bearer: { authorization: string }

beforeAll(async () => {
  platform = await startTestPlatform({ METRICS_TOKEN: 'scrape-scrape-scrape' })
  id = (await createEvent(platform.payload, { maxParticipants: 100 })).id
  bearer = {
    authorization: `Bearer ${accessTokenOf(platform.payload, (await signedInApp(platform)).id)}`,
  }
})

afterAll(() => platform.stop())

const json = { 'content-type': 'application/json' }
const register = (): RawRequest => ({ method: 'POST', headers: { ...bearer, ...json }, body: '{}' })

const ways: [name: string, path: () => string, request: () => RawRequest, status: number][] = [
  ['a cached read', () => '/api/v1/events/', () => ({}), 200],
  ['a cached read, signed in', () => '/api/v1/events/', () => ({ headers: bearer }), 200],
  ['a cached read of REST', () => '/api/events', () => ({}), 200],
  ['the fast path', () => `/api/v1/events/${id}/register/`, register, 200],
  ['a refusal of the fast path', () => `/api/v1/events/${id}/register/`, register, 409],
  ['the router', () => '/api/v1/auth/me/', () => ({ headers: bearer }), 200],
  ['an error of the router', () => '/api/v1/auth/me/', () => ({}), 401],
  ['another method', () => '/api/v1/events/', () => ({ method: 'DELETE' }), 405],
  ['an unknown path of v1', () => '/api/v1/nothing/', () => ({}), 404],
  ['REST', () => '/api/users/me', () => ({ headers: bearer }), 200],
  ['an error of REST', () => '/api/events/999999', () => ({}), 404],
  [
    'a bad token at REST',
    () => '/api/events',
    () => ({ headers: { authorization: 'Bearer x' } }),
    401,
  ],
  [
    'GraphQL',
    () => '/api/graphql',
    () => ({ method: 'POST', headers: json, body: '{"query":"{__typename}"}' }),
    200,
  ],
  ['GraphQL by GET', () => '/api/graphql', () => ({}), 405],
  ['a guard', () => '/api/v1/events/', () => ({ headers: { host: 'a/b' } }), 400],
  ['a probe', () => '/api/health/live', () => ({}), 200],
  ['health', () => '/api/health', () => ({}), 200],
  ['the document', () => '/api/openapi.json', () => ({}), 200],
  [
    'metrics',
    () => '/metrics',
    () => ({ headers: { authorization: 'Bearer scrape-scrape-scrape' } }),
    200,
  ],
  ['metrics without a token', () => '/metrics', () => ({}), 401],
  ['a page', () => '/confirm-email', () => ({}), 200],
  ['no path of anything', () => '/nothing', () => ({}), 404],
]

/** The headers that every response has, whatever it is. */
const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': expect.stringContaining('camera=()'),
  'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  'x-request-id': 'chosen-by-the-test',
}

describe.each(ways)('%s', (_name, path, request, status) => {
  it('has the headers of all responses, each once', async () => {
    const given = request()
    const headers = { 'x-request-id': 'chosen-by-the-test', ...given.headers }

    const answer = await send(platform.url, path(), { ...given, headers })

    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(common)
    const lower = answer.headerNames.map((name) => name.toLowerCase())
    expect(lower.toSorted()).toEqual([...new Set(lower)].toSorted())
    expect(answer.headers['x-powered-by']).toBeUndefined()
    // Payload's responses are streams: their length is not known.
    const length = answer.headers['transfer-encoding'] ? undefined : String(answer.body.length)
    expect(answer.headers['content-length']).toBe(length)
  })
})

describe('an access token', () => {
  const requests: [string, (app: Client) => Promise<unknown>][] = [
    ['a cached read', (app) => app.get('events/')],
    ['the router', (app) => app.get('auth/me/')],
    ['an error of the router', (app) => app.get('events/999999/')],
    ['REST', (app) => app.get('/api/registrations')],
    ['an error of REST', (app) => app.get('/api/registrations/999999')],
    ['GraphQL', (app) => app.post('/api/graphql', { query: '{ meUser { user { id } } }' })],
    ['the fast path', (app) => app.post(`events/${id}/register/`)],
    ['a bad body on the fast path', (app) => app.post(`events/${id}/register/`, { seats: 0 })],
    ['a retry on the fast path', (app) => app.post('events/999999/register/')],
  ]

  it.each(requests)('is checked once a request: %s', async (_name, request) => {
    const user = await signedInApp(platform)
    const app = appOf(platform.url, accessTokenOf(platform.payload, user.id))
    const verify = jest.spyOn(Tokens.prototype, 'verify')

    await request(app)

    expect(verify).toHaveBeenCalledTimes(1)
    verify.mockRestore()
  })
})
