import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createApp } from '../../src/composition/createApp.ts'
import { Tokens } from '../../src/features/accounts/tokens.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { picture } from '../factories/images.ts'
import { signedInUser } from '../factories/users.ts'
import { appOf, type Client } from '../support/client.ts'
import { json as jsonOf, type RawRequest, send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { uploadImage } from '../support/upload.ts'

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
  ['a WebSocket without an upgrade', () => '/api/v1/live/', () => ({}), 426],
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
  ['a method that metrics have not', () => '/metrics', () => ({ method: 'POST' }), 405],
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

const scrape = { authorization: 'Bearer scrape-scrape-scrape' }

describe.each([
  ['/api/openapi.json', {}],
  ['/api/docs/assets/swagger-ui-bundle.js', {}],
  ['/api/docs/assets/swagger-ui.css', {}],
  ['/metrics', scrape],
])('the large body of %s', (path, headers) => {
  const get = (more: Record<string, string>, method = 'GET') =>
    send(platform.url, path, { method, headers: { ...headers, ...more } })

  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['gzip;q=0, br;q=0', undefined],
    ['*;q=0', undefined],
    ['GZIP', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['', undefined],
  ])('is sent for "%s" as %s', async (accepted, encoding) => {
    const answer = await get({ 'accept-encoding': accepted })

    expect(answer.status).toBe(200)
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers.vary).toContain('Accept-Encoding')
    expect(answer.headers.etag).toMatch(/^"[^"]+"$/)
    const head = await get({ 'accept-encoding': accepted }, 'HEAD')
    expect(head.headers['content-encoding']).toBe(encoding)
    expect(head.body).toHaveLength(0)
  })
})

describe.each([
  ['/api/openapi.json'],
  ['/api/docs/assets/swagger-ui-bundle.js'],
  ['/api/docs/reference.js'],
])('the entity tag of %s', (path) => {
  it('makes a 304 in every form that the header may have', async () => {
    const plain = await send(platform.url, path)
    const zipped = await send(platform.url, path, { headers: { 'accept-encoding': 'gzip' } })
    const tag = String(plain.headers.etag)
    const others = [tag, `W/${tag}`, `"other", ${tag}`, '*', String(zipped.headers.etag)]

    for (const known of others) {
      const answer = await send(platform.url, path, { headers: { 'if-none-match': known } })
      expect([known, answer.status, answer.body.length]).toEqual([known, 304, 0])
      expect(answer.headers.etag).toBe(tag)
    }
    const fresh = await send(platform.url, path, { headers: { 'if-none-match': '"other"' } })
    expect(fresh.status).toBe(200)
  })
})

describe('a method that a path does not have', () => {
  it.each([
    ['/api/events', 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'],
    ['/api/events/1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['/api/events/count', 'GET, HEAD, OPTIONS'],
    ['/api/events/1/register', 'DELETE, OPTIONS, PATCH, POST'],
    ['/api/users/login', 'OPTIONS, POST'],
    ['/api/users/me', 'GET, HEAD, OPTIONS'],
    ['/api/media/file/x.png', 'GET, HEAD, OPTIONS'],
    ['/api/graphql', 'OPTIONS, POST'],
    ['/api/health', 'GET, HEAD, OPTIONS'],
    ['/api/health/live', 'GET, HEAD, OPTIONS'],
    ['/api/openapi.json', 'GET, HEAD, OPTIONS'],
    ['/api/docs', 'GET, HEAD, OPTIONS'],
    ['/api/docs/assets/swagger-ui.css', 'GET, HEAD, OPTIONS'],
    ['/metrics', 'GET, HEAD, OPTIONS'],
    ['/confirm-email', 'GET, HEAD, OPTIONS, POST'],
    ['/api/v1/events/', 'GET, HEAD, OPTIONS, POST'],
  ])('%s has %s', async (path, methods) => {
    for (const method of ['OPTIONS', 'PUT', 'TRACE', 'PROPFIND']) {
      const { headers, status } = await send(platform.url, path, { method })
      expect([method, [200, 204].includes(status) ? 200 : status]).toEqual([
        method,
        method === 'OPTIONS' ? 200 : 405,
      ])
      expect(String(headers.allow).split(', ').toSorted().join(', ')).toBe(methods)
    }
  })

  it('says so in the form of both kinds of clients', async () => {
    const answer = await send(platform.url, '/api/events', { method: 'PUT' })

    const detail = 'Method "PUT" not allowed.'
    expect(jsonOf(answer)).toEqual({ detail, errors: [{ message: detail }] })
  })

  it('may be a POST that stands for a GET', async () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-payload-http-method-override': 'GET',
    }
    const request = { method: 'POST', headers, body: 'limit=1' }

    expect(jsonOf(await send(platform.url, '/api/events/count', request))).toEqual({ totalDocs: 1 })
  })

  it('has the name in metrics that OpenTelemetry gives it', async () => {
    await send(platform.url, '/api/events', { method: 'PROPFIND' })
    const metrics = (await send(platform.url, '/metrics', { headers: scrape })).body.toString()

    expect(metrics).toContain('method="_OTHER",route="/api/events"')
    expect(metrics).not.toContain('PROPFIND')
  })
})

describe('health', () => {
  it.each([['Bearer nonsense'], ['Bearer'], ['JWT nonsense'], ['Basic eA=='], ['nonsense']])(
    'answers with the header %s',
    async (authorization) => {
      for (const path of ['/api/health', '/api/health/', '/api/v1/health', '/api/health/live']) {
        const { status } = await send(platform.url, path, { headers: { authorization } })
        expect([path, status]).toEqual([path, 200])
      }
    },
  )
})

describe('a range of a file', () => {
  let path: string
  let tag: string

  beforeAll(async () => {
    const { token } = await signedInUser(platform.payload, 'admin')
    const { body } = await uploadImage(platform.url, { token, data: await picture('png', 60, 40) })
    path = body.doc.url
    tag = String((await send(platform.url, path)).headers.etag)
  })

  const range = 'bytes=0-9'
  it.each<[string, number, () => Record<string, string>]>([
    ['one range', 206, () => ({ range })],
    ['the current tag', 206, () => ({ range, 'if-range': tag })],
    ['an outdated tag', 200, () => ({ range, 'if-range': '"old"' })],
    ['a weak tag', 200, () => ({ range, 'if-range': `W/${tag}` })],
    ['a date', 200, () => ({ range, 'if-range': 'Thu, 01 Jan 1970 00:00:00 GMT' })],
    ['a date to come', 200, () => ({ range, 'if-range': 'Fri, 01 Jan 2100 00:00:00 GMT' })],
    ['nonsense as condition', 200, () => ({ range, 'if-range': 'nonsense' })],
    [
      'an outdated tag and no such bytes',
      200,
      () => ({ range: 'bytes=99999-', 'if-range': '"x"' }),
    ],
    ['no such bytes', 416, () => ({ range: 'bytes=99999-' })],
    ['several ranges', 200, () => ({ range: 'bytes=0-9,20-29' })],
    ['another unit', 200, () => ({ range: 'lines=0-9' })],
    ['a range that cannot be read', 200, () => ({ range: 'bytes=-' })],
    ['a known tag', 304, () => ({ range, 'if-none-match': tag })],
    ['any known tag', 304, () => ({ 'if-none-match': '*' })],
    ['a list of known tags', 304, () => ({ 'if-none-match': `"x", W/${tag}` })],
    ['an unknown tag', 200, () => ({ 'if-none-match': '"x"' })],
  ])('%s: %i', async (_name, status, headers) => {
    const answer = await send(platform.url, path, { headers: headers() })

    expect(answer.status).toBe(status)
    const length = { 200: 176, 206: 10 }[status] ?? 0
    expect(answer.body).toHaveLength(length)
    expect(answer.headers['content-range'] !== undefined).toBe(status === 206 || status === 416)
  })

  it('is not for HEAD', async () => {
    const answer = await send(platform.url, path, { method: 'HEAD', headers: { range } })
    expect([answer.status, answer.headers['content-length']]).toEqual([200, '176'])
  })
})

describe('a path of the panel', () => {
  const server = createServer()
  let url: string

  beforeAll(async () => {
    // Next sends 200 for every path below `/admin`.
    const panel = {
      handle: async (_req: IncomingMessage, res: ServerResponse) => void res.end('a page'),
      attach: () => undefined,
    }
    server.on('request', createApp({ env: readEnv(), payload: platform.payload, panel }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it.each([
    ['/admin', 200],
    ['/admin/', 200],
    ['/admin/login', 200],
    ['/admin/account', 200],
    ['/admin/create-first-user', 200],
    ['/admin/reset/token', 200],
    ['/admin/work', 200],
    ['/admin/collections/events', 200],
    ['/admin/collections/events/1/versions', 200],
    ['/admin/users/verify/token', 200],
    ['/admin/foo', 404],
    ['/admin/foo/', 404],
    ['/admin/foo/bar', 404],
    ['/admin/login/more', 404],
    ['/admin/work/more', 404],
    ['/admin/constructor', 404],
    ['/admin/collections/nothing', 404],
    ['/admin/globals/nothing', 404],
    ['/admin/%2e%2e/foo', 404],
  ])('%s: %i', async (path, status) => {
    const answer = await send(url, path)
    expect([answer.status, answer.body.toString()]).toEqual([status, 'a page'])
  })

  it.each(['/admin/%E0%A4%A', '/admin/collections/%', '/nothing/%zz'])(
    'that cannot be decoded is 400: %s',
    async (path) => {
      const answer = await send(url, path)
      expect([answer.status, answer.body.toString()]).toEqual([
        400,
        expect.stringContaining('The URL cannot be read.'),
      ])
    },
  )
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
