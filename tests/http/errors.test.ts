import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { gzipSync } from 'node:zlib'

import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const maxBytes = 100 * 1024

let platform: TestPlatform
let app: Client
let anyone: Client
let path: string
let own: string

beforeAll(async () => {
  platform = await startTestPlatform({ MAX_BODY_BYTES: String(maxBytes) })
  const { id, app: signedIn } = await signedInApp(platform)
  app = signedIn
  anyone = appOf(platform.url)
  path = `events/${(await createEvent(platform.payload)).id}/`
  own = `events/${(await createEvent(platform.payload, { createdBy: id })).id}/`
  await app.post(`${path}register/`)
})

afterAll(() => platform.stop())

type Headers = Record<string, string>

const json = { 'Content-Type': 'application/json' }
const key = { 'Idempotency-Key': 'used' }

/** Each error of the table, and one way to it. */
const table: [
  row: string,
  status: number,
  body: object,
  call: (headers: Headers) => Promise<ApiResponse>,
  answerHeaders?: Headers,
][] = [
  [
    '400, a field',
    400,
    { error: 'Validation Error', details: { refresh: ['This field is required.'] } },
    (headers) => anyone.post('auth/refresh/', {}, { headers }),
  ],
  [
    "400, a body that isn't JSON",
    400,
    { detail: 'JSON parse error: the body is not a valid JSON object.' },
    (headers) => app.post('events/', undefined, { headers: { ...json, ...headers }, raw: '{"a":' }),
  ],
  [
    '401, no credentials',
    401,
    { detail: 'Authentication credentials were not provided.' },
    (headers) => anyone.get('auth/me/', { headers }),
    { 'www-authenticate': 'Bearer' },
  ],
  [
    '401, bad credentials',
    401,
    { detail: 'Token is invalid or expired' },
    (headers) => anyone.get('auth/me/', { headers: { ...headers, Authorization: 'Bearer x' } }),
    { 'www-authenticate': 'Bearer' },
  ],
  [
    '403',
    403,
    { detail: 'You do not have permission to perform this action.' },
    (headers) => app.patch(path, { title: 'x' }, { headers }),
  ],
  ['404', 404, { detail: 'Not found.' }, (headers) => anyone.get('events/999999/', { headers })],
  [
    '404, no route',
    404,
    { detail: 'Not found.' },
    (headers) => anyone.get('/api/v1/no/such/route', { headers }),
  ],
  [
    '405',
    405,
    { detail: 'Method "PATCH" not allowed.' },
    (headers) => app.send('PATCH', 'events/', {}, { headers }),
    { allow: 'GET, POST, HEAD, OPTIONS' },
  ],
  [
    '409',
    409,
    { detail: 'Already registered for this event', code: 'already_registered' },
    (headers) => app.post(`${path}register/`, undefined, { headers }),
  ],
  [
    '412',
    412,
    { detail: 'The event was changed since it was read.', code: 'precondition_failed' },
    (headers) => app.patch(own, {}, { headers: { ...headers, 'If-Match': '"another"' } }),
  ],
  [
    '413',
    413,
    { detail: `The body is larger than ${maxBytes} bytes.`, code: 'payload_too_large' },
    (headers) => app.post('events/', { title: 'x'.repeat(maxBytes) }, { headers }),
  ],
  [
    '415',
    415,
    {
      detail: 'Unsupported media type "text/plain" in request.',
      code: 'unsupported_media_type',
    },
    (headers) =>
      app.post('events/', undefined, {
        headers: { 'Content-Type': 'text/plain', ...headers },
        raw: 'title=x',
      }),
  ],
  [
    '422',
    422,
    {
      detail: 'This Idempotency-Key was used for another request.',
      code: 'idempotency_mismatch',
    },
    async (headers) => {
      await app.post(`${path}register/`, { seats: 1 }, { headers: key })
      return app.post(`${path}register/`, { seats: 2 }, { headers: { ...headers, ...key } })
    },
  ],
]

describe.each(table)('%s', (_row, status, body, call, answerHeaders = {}) => {
  it('has the body that is promised', async () => {
    const answer = await call({})

    expect([answer.status, answer.body]).toEqual([status, body])
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    for (const [name, value] of Object.entries(answerHeaders)) {
      expect(answer.headers.get(name)).toBe(value)
    }
  })

  it('is RFC 9457 problem details for who asks', async () => {
    const { detail, details, error, ...more } = body as Record<string, unknown>

    const answer = await call({ Accept: 'application/problem+json' })

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: expect.stringMatching(/^[A-Z]/),
      status,
      detail: detail ?? error,
      ...(details ? { errors: details } : {}),
      ...more,
    })
    for (const [name, value] of Object.entries(answerHeaders)) {
      expect(answer.headers.get(name)).toBe(value)
    }
  })
})

describe('problem details', () => {
  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/json, application/problem+json', 'application/problem+json'],
    ['application/problem+json;q=0.9, */*;q=0.1', 'application/problem+json'],
  ])('Accept: %s is answered with %s', async (Accept, type) => {
    const { headers } = await anyone.get('auth/me/', { headers: { Accept } })

    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('vary')).toBe('Accept')
  })

  it('are no answer to what goes well', async () => {
    const { headers } = await anyone.get(path, { headers: { Accept: 'application/problem+json' } })

    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  })
})

describe('a body that cannot be read', () => {
  it.each([
    ['half of an object', '{"title": "x"'],
    ['a text', '"title"'],
    ['a number', '7'],
    ['null', 'null'],
    ['no JSON at all', '<event/>'],
    ['a trailing comma', '{"title": "x",}'],
  ])('%s is 400', async (_name, raw) => {
    const answer = await app.post('events/', undefined, { headers: json, raw })

    expect([answer.status, Object.keys(answer.body)]).toEqual([400, ['detail']])
  })

  it('an array is 400', async () => {
    const answer = await app.post('events/', [])

    expect([answer.status, answer.body.error]).toEqual([400, 'Validation Error'])
  })

  it('what is not packed as it says is 400', async () => {
    const headers = { ...json, 'Content-Encoding': 'gzip' }
    const answer = await app.post('events/', undefined, { headers, raw: '{"title": "x"}' })

    expect([answer.status, answer.body]).toEqual([400, { detail: 'The body cannot be read.' }])
  })

  it('what is packed well is read', async () => {
    const headers = { ...json, 'Content-Encoding': 'gzip' }
    const answer = await app.post('events/', undefined, { headers, raw: gzipSync('{}') })

    expect(answer.body.details.title).toEqual(['This field is required.'])
  })

  it('what is unpacked to more than is taken is 413', async () => {
    const headers = { ...json, 'Content-Encoding': 'gzip' }
    const raw = gzipSync(JSON.stringify({ title: ' '.repeat(10 * maxBytes) }))

    expect((await app.post('events/', undefined, { headers, raw })).status).toBe(413)
  })

  it.each([
    ['Content-Encoding', 'x-unknown'],
    ['Content-Type', 'application/json; charset=x-unknown'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Content-Type', 'multipart/form-data; boundary=x'],
  ])('%s: %s is 415', async (name, value) => {
    const answer = await app.post('events/', undefined, {
      headers: { ...json, [name]: value },
      raw: '{}',
    })

    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type'])
  })

  it('the types of JSON are read', async () => {
    for (const type of [
      'application/json; charset=UTF-8',
      'APPLICATION/JSON',
      'application/hal+json',
    ]) {
      const sending = { headers: { 'Content-Type': type }, raw: '{}' }
      expect((await app.post('events/', undefined, sending)).status).toBe(400)
    }
  })
})

describe('what comes first', () => {
  it('who calls is asked before the body is read', async () => {
    const unreadable = { headers: json, raw: '{' }

    expect((await anyone.post('events/', undefined, unreadable)).status).toBe(401)
  })

  it('a method that is not there is 405 for everybody, whatever the body', async () => {
    const unreadable = { headers: { 'Content-Type': 'text/plain' }, raw: 'x' }

    expect((await anyone.send('PUT', 'events/', undefined, unreadable)).status).toBe(405)
  })
})

describe('405', () => {
  it.each([
    ['DELETE', 'events/', 'GET, POST, HEAD, OPTIONS'],
    ['POST', 'events/1/', 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'],
    ['GET', 'events/1/register/', 'POST, PATCH, DELETE, OPTIONS'],
    ['GET', 'auth/register/', 'POST, OPTIONS'],
    ['GET', 'auth/login/', 'POST, OPTIONS'],
    ['PUT', 'auth/refresh/', 'POST, OPTIONS'],
    ['GET', 'auth/logout/', 'POST, OPTIONS'],
    ['POST', 'auth/me/', 'GET, DELETE, HEAD, OPTIONS'],
    ['POST', 'health/', 'GET, HEAD, OPTIONS'],
  ])('%s %s names what is allowed', async (method, route, allow) => {
    const answer = await app.send(method, route)

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
    expect(answer.body).toEqual({ detail: `Method "${method}" not allowed.` })
    const options = await app.send('OPTIONS', route)
    expect([options.status, options.headers.get('allow'), options.body]).toEqual([204, allow, ''])
  })

  it('HEAD is a GET without its body', async () => {
    const [head, get] = [await app.send('HEAD', path), await app.get(path)]

    expect([head.status, head.body]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  })
})
