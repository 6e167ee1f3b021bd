import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { readEnv } from '../../src/runtime/env/env.ts'
import { createApp } from '../../src/composition/createApp.ts'
import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { password, signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { json, type RawRequest, send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** What stands between a browser and the platform, on every surface alike. */
const origin = 'https://events.example.com'
const listed = 'https://app.example.org'
const foreign = 'https://evil.example'

let platform: TestPlatform
let url: string
let event: string
let file: string
const servers: Server[] = []

/** A server on the same platform that is set up differently; its URL. */
async function serve(settings: Record<string, string>): Promise<string> {
  const env = readEnv({ ...process.env, ...settings })
  const server = createServer(createApp({ env, payload: platform.payload }))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  platform = await startTestPlatform({
    PUBLIC_URL: origin,
    CORS_ALLOWED_ORIGINS: `${listed}, capacitor://localhost`,
    TRUSTED_PROXIES: 'loopback',
  })
  url = platform.url
  const { user } = await signedInUser(platform.payload)
  event = `/api/v1/events/${(await createEvent(platform.payload)).id}/`
  file = new URL((await createImage(platform.payload, user.id)).url!, origin).pathname
})

afterAll(async () => {
  for (const server of servers) server.close()
  await platform.stop()
})

const surfaces: [name: string, path: () => string, sent?: RawRequest][] = [
  ['the list of v1', () => '/api/v1/events/'],
  ['an event of v1', () => event],
  ['an error of v1', () => '/api/v1/events/999999/'],
  ['the register lane', () => `${event}register/`, { method: 'POST' }],
  ['REST', () => '/api/events'],
  ['an error of REST', () => '/api/users/1'],
  ['what is not there', () => '/nothing'],
  ['GraphQL', () => '/api/graphql', { method: 'POST', body: '{"query":"{Events{totalDocs}}"}' }],
  ['health', () => '/api/health/live'],
  ['a file', () => file],
  ['the document', () => '/api/openapi.json'],
  ['the reference', () => '/api/docs'],
  ["the reference's script", () => '/api/docs/reference.js'],
  ['the page that confirms an address', () => '/confirm-email'],
  ['the page that ends emails', () => '/unsubscribe?token=none'],
]

const jsonType = { 'Content-Type': 'application/json' }

describe.each(surfaces)('the headers of %s', (_name, path, sent = {}) => {
  it('protect whoever opens it in a browser', async () => {
    const { headers } = await send(url, path(), { headers: jsonType, ...sent })

    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';frame-ancestors 'none'/,
      ),
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': expect.stringMatching(/^(same-origin|no-referrer)$/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-request-id': expect.any(String),
    })
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*(unsafe|http|\*)/)
    const others = path() === file ? 'cross-origin' : 'same-origin'
    expect(headers['cross-origin-resource-policy']).toBe(others)
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  it('let the pages of listed origins read it, and no others', async () => {
    const from = (page: string) =>
      send(url, path(), { ...sent, headers: { ...jsonType, Origin: page } })
    const isApi = path().startsWith('/api')

    for (const page of [listed, 'capacitor://localhost']) {
      const { headers } = await from(page)
      expect(headers['access-control-allow-origin']).toBe(isApi ? page : undefined)
      expect(headers['access-control-allow-credentials']).toBe(isApi ? 'true' : undefined)
      if (isApi) {
        expect(headers['access-control-expose-headers']).toMatch(/ETag.*RateLimit.*X-Request-Id/)
        expect(headers.vary).toMatch(/\bOrigin\b/)
      }
    }
    for (const page of [
      foreign,
      'null',
      `${listed}.evil.example`,
      listed.replace('https', 'http'),
    ]) {
      const { headers } = await from(page)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    if (isApi) expect((await send(url, path(), sent)).headers.vary).toMatch(/\bOrigin\b/)
  })
})

describe('a preflight', () => {
  const ask = (page: string, path: string, where = url) =>
    send(where, path, {
      method: 'OPTIONS',
      headers: {
        Origin: page,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,if-match',
      },
    })

  it.each(['/api/v1/events/1/', '/api/v1/events/1/register/', '/api/events/1', '/api/graphql'])(
    'is answered for %s',
    async (path) => {
      const { status, headers, body } = await ask(listed, path)

      expect([status, body.length]).toEqual([204, 0])
      expect(headers['access-control-allow-origin']).toBe(listed)
      expect(headers['access-control-allow-methods']).toMatch(/PATCH.*DELETE/)
      expect(headers['access-control-allow-headers']).toMatch(
        /Authorization.*Content-Type.*Idempotency-Key.*If-Match/,
      )
      expect(headers['access-control-max-age']).toBe('7200')
      expect((await ask(foreign, path)).headers['access-control-allow-origin']).toBeUndefined()
    },
  )

  it('is not what every OPTIONS is', async () => {
    const plain = await send(url, event, { method: 'OPTIONS' })
    const withOrigin = await send(url, event, { method: 'OPTIONS', headers: { Origin: listed } })

    expect([plain.headers.allow, withOrigin.headers.allow]).toEqual(
      Array(2).fill('GET, PUT, PATCH, DELETE, HEAD, OPTIONS'),
    )
    expect(withOrigin.headers['access-control-allow-origin']).toBe(listed)
  })

  it('of anybody is answered where * is set, and takes no cookie', async () => {
    const open = await serve({ CORS_ALLOWED_ORIGINS: '*' })
    for (const answer of [
      await ask(foreign, event, open),
      await send(open, event, { headers: { Origin: foreign } }),
    ]) {
      expect(answer.headers['access-control-allow-origin']).toBe('*')
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
    }
  })

  it('of nobody else is granted where nothing is set', async () => {
    const { headers } = await ask(listed, event, await serve({ CORS_ALLOWED_ORIGINS: '' }))
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('Strict-Transport-Security', () => {
  const preloaded = 'max-age=31536000; includeSubDomains; preload'
  const production = { NODE_ENV: 'production', PUBLIC_URL: '', ALLOWED_HOSTS: '*' }
  const behindTls = { 'X-Forwarded-Proto': 'https' }
  const hstsOf = async (settings: Record<string, string>, headers = {}) =>
    (await send(await serve(settings), '/api/health/live', { headers })).headers[
      'strict-transport-security'
    ]

  it('goes with every answer when the platform is public over https', async () => {
    expect(await hstsOf({ ...production, PUBLIC_URL: origin })).toBe(preloaded)
  })
  it('goes with what comes over TLS, as a trusted proxy says', async () => {
    expect(await hstsOf(production, behindTls)).toBe(preloaded)
  })
  it.each([
    ['over plain http', production, {}],
    ['when who says so is not trusted', { ...production, TRUSTED_PROXIES: '' }, behindTls],
    ['while the platform is developed', { ...production, NODE_ENV: 'development' }, behindTls],
  ])('does not %s', async (_when, settings, headers) => {
    expect(await hstsOf(settings, headers)).toBeUndefined()
  })
})

describe('the name that the platform is called by', () => {
  const statusOf = async (where: string, Host: string, path = '/api/v1/events/') =>
    (await send(where, path, { headers: { Host } })).status

  it.each(['events.example.com', 'EVENTS.example.com:443', 'events.example.com.', 'localhost:80'])(
    '%s is taken where PUBLIC_URL says so',
    async (host) => expect(await statusOf(url, host)).toBe(200),
  )

  it.each([
    'evil.example',
    'events.example.com.evil.example',
    'sub.events.example.com',
    '10.0.0.7',
  ])('%s is not', async (Host) => {
    const answer = await send(url, '/api/v1/events/', { headers: { Host } })

    expect(answer.status).toBe(400)
    expect(json(answer)).toEqual({ detail: expect.stringContaining('ALLOWED_HOSTS') })
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.body.toString()).not.toContain(Host)
    expect(await statusOf(url, Host, '/api/health/ready')).toBe(200)
  })

  it('is one of ALLOWED_HOSTS, where that is set', async () => {
    const where = await serve({ ALLOWED_HOSTS: 'one.example, *.school.example', PUBLIC_URL: '' })

    for (const host of ['one.example', 'a.school.example', 'b.a.school.example:3000'])
      expect([host, await statusOf(where, host)]).toEqual([host, 200])
    for (const host of ['school.example', 'xschool.example', 'two.example', 'localhost'])
      expect([host, await statusOf(where, host)]).toEqual([host, 400])
  })

  it('counts for what is answered from memory as well', async () => {
    const where = await serve({ CORS_ALLOWED_ORIGINS: '' })
    const list = '/api/v1/events/?page_size=7'

    for (const _time of ['made', 'from memory'])
      expect(await statusOf(where, 'events.example.com', list)).toBe(200)
    expect(await statusOf(where, 'evil.example', list)).toBe(400)
  })

  it.each(['http://localhost:3000', ''])('is any where PUBLIC_URL is "%s"', async (PUBLIC_URL) => {
    expect(await statusOf(await serve({ PUBLIC_URL, ALLOWED_HOSTS: '' }), '10.0.0.7')).toBe(200)
  })

  it('counts where a target is a whole URL, and no page link leads elsewhere', async () => {
    const open = await serve({ ALLOWED_HOSTS: 'one.example', PUBLIC_URL: '' })
    for (let made = 0; made < 2; made += 1) await createEvent(platform.payload)
    const query = '/api/v1/events/?page_size=1'
    const Host = 'one.example'

    const whole = await send(open, `http://evil.example${query}`, { headers: { Host } })
    const ours = await send(open, `http://one.example${query}`, {
      headers: { Host: 'evil.example' },
    })
    const { next } = json(ours) as { next: string }
    const atPublicUrl = json(await send(url, query)) as { next: string }

    expect(whole.status).toBe(400)
    expect([new URL(next).host, new URL(atPublicUrl.next).origin]).toEqual(['one.example', origin])
  })

  it('is never taken from X-Forwarded-Host', async () => {
    const headers = { Host: 'events.example.com', 'X-Forwarded-Host': 'evil.example' }
    const { body } = await send(url, '/api/v1/events/?page_size=1', { headers })
    expect(body.toString()).not.toContain('evil.example')
  })
})

describe("what a browser sends with the panel's cookie", () => {
  const Host = 'events.example.com'
  let Cookie: string
  let Authorization: string
  let id: number
  beforeAll(async () => {
    const { user, token } = await signedInUser(platform.payload, 'staff')
    Cookie = `payload-token=${token}`
    Authorization = `Bearer ${accessTokenOf(platform.payload, user.id)}`
    id = (await createEvent(platform.payload)).id
  })

  const change = (headers: Record<string, string>) =>
    send(url, `/api/events/${id}`, {
      method: 'PATCH',
      headers: { Host, Cookie, ...jsonType, ...headers },
      body: JSON.stringify({ title: 'Changed' }),
    })

  it.each([
    ['its own page', { Origin: origin, 'Sec-Fetch-Site': 'same-origin' }],
    ['its own page without TLS', { Origin: `http://${Host}` }],
    [
      'its own page behind a proxy that renames it',
      { Host: 'localhost', 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['a listed page', { Origin: listed, 'Sec-Fetch-Site': 'cross-site' }],
    ['no browser at all', {}],
  ])('is done when it comes from %s', async (_who, headers) => {
    expect((await change(headers)).status).toBe(200)
  })

  it.each([
    ['a foreign page', { Origin: foreign, 'Sec-Fetch-Site': 'cross-site' }],
    ['a foreign page without TLS', { Origin: 'http://evil.example' }],
    ['a page without an origin', { Origin: 'null' }],
    [
      'another host of the same site',
      { Origin: 'https://x.example.com', 'Sec-Fetch-Site': 'same-site' },
    ],
    ['a foreign page that hides its origin', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('is refused when it comes from %s', async (_who, headers) => {
    const answer = await change(headers)

    expect(answer.status).toBe(403)
    expect(json(answer)).toEqual({ detail: expect.stringContaining('another site') })
    const withToken = await change({ ...headers, Cookie: '', Authorization })
    expect(withToken.status).toBe(200)
  })

  it.each([
    ['GraphQL', 'POST', '/api/graphql'],
    ['signing out', 'POST', '/api/users/logout'],
    ['the panel', 'POST', '/admin'],
    ['deleting', 'DELETE', '/api/events/1'],
  ])('is refused from a foreign page for %s', async (_what, method, path) => {
    const headers = { Host, Cookie, Origin: foreign }
    expect((await send(url, path, { method, headers })).status).toBe(403)
  })

  it('is refused as a form of a foreign page, also before anybody has signed in', async () => {
    const headers = {
      Host,
      Origin: foreign,
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Content-Type': 'application/x-www-form-urlencoded',
    }
    const answer = await send(url, '/api/users/login', { method: 'POST', headers, body: 'a=b' })
    expect(answer.status).toBe(403)
  })

  describe('from a form of a foreign page over plain http, where a browser names the origin alone', () => {
    const boundary = 'b'
    const asForm = () => {
      const { username } = account
      return new URLSearchParams({ username, password }).toString()
    }
    const asMultipart = () => {
      const values = JSON.stringify({ username: account.username, password })
      return `--${boundary}\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n${values}\r\n--${boundary}--\r\n`
    }
    const asJson = () => JSON.stringify({ username: account.username, password })
    const asGraphql = () =>
      JSON.stringify({
        query: `mutation { loginUser(username: "${account.username}", password: "${password}") { token } }`,
      })
    let account: { username: string }
    beforeAll(async () => {
      account = (await signedInUser(platform.payload)).user
    })

    const forms: [string, string, () => string, Record<string, string>][] = [
      [
        'form fields',
        '/api/users/login',
        asForm,
        { 'Content-Type': 'application/x-www-form-urlencoded' },
      ],
      [
        'multipart fields',
        '/api/users/login',
        asMultipart,
        { 'Content-Type': `Multipart/Form-Data; boundary=${boundary}` },
      ],
      ['JSON as text', '/api/users/login', asJson, { 'Content-Type': 'text/plain' }],
      ['JSON without a type', '/api/users/login', asJson, {}],
      ['GraphQL as text', '/api/graphql', asGraphql, { 'Content-Type': 'text/plain' }],
      ['GraphQL without a type', '/api/graphql', asGraphql, {}],
      [
        'fields for a new password',
        '/api/users/reset-password',
        asForm,
        { 'Content-Type': 'application/x-www-form-urlencoded' },
      ],
    ]

    it.each(forms)('%s set no cookie', async (_name, path, bodyOf, headers) => {
      const origins = ['http://evil.example', `https://x.${Host}`, 'null']
      for (const Origin of origins) {
        const sent = { Host, Origin, ...headers }
        const answer = await send(url, path, { method: 'POST', headers: sent, body: bodyOf() })
        expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined])
      }
    })

    it('and the form of the own page does', async () => {
      const [, path, bodyOf] = forms[1]!
      const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
      for (const Origin of [`http://${Host}`, listed]) {
        const sent = { Host, Origin, ...headers }
        const answer = await send(url, path, { method: 'POST', headers: sent, body: bodyOf() })
        expect([answer.status, answer.headers['set-cookie']?.length]).toEqual([200, 1])
      }
    })
  })

  it('is read from anywhere, for nothing changes by reading', async () => {
    const headers = { Host, Cookie, Origin: foreign, 'Sec-Fetch-Site': 'cross-site' }
    const { status, headers: answered } = await send(url, '/api/users/me', { headers })
    expect([status, answered['access-control-allow-origin']]).toEqual([200, undefined])
    expect((await send(url, '/api/graphql?query={Events{totalDocs}}', { headers })).status).toBe(
      405,
    )
    expect(
      (await send(url, '/api/users/logout', { headers })).headers['set-cookie'],
    ).toBeUndefined()
  })

  it('is a cookie that no script reads, and that travels encrypted alone', async () => {
    const { user } = await signedInUser(platform.payload)
    const answer = await send(url, '/api/users/login', {
      method: 'POST',
      headers: { Host, ...jsonType },
      body: JSON.stringify({ username: user.username, password }),
    })
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^payload-token=.+; Path=\/; Secure=true; HttpOnly=true; SameSite=Lax$/,
      ),
    ])
  })
})
