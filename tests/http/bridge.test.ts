import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Pool } from 'pg'

import { createRequestListener } from '../../src/http/app.ts'
import { sendPayloadError } from '../../src/http/errors/sendError.ts'
import { inContext } from '../../src/http/inContext.ts'
import { bridge, type FetchHandler } from '../../src/http/payload/bridge.ts'
import { maxQueryBytes } from '../../src/http/payload/methodOverride.ts'
import { routeEntry, RouteTable } from '../../src/http/routeTable.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import type { Event } from '../../src/payload-types.ts'
import { sizeText } from '../../src/shared/amountText.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { picture } from '../factories/images.ts'
import { password, signedInUser } from '../factories/users.ts'
import { clientOf } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { abandon, json, oneConnection, open, type RawRequest, send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { uploadImage } from '../support/upload.ts'

const megabyte = 1024 * 1024
const bodyBytes = megabyte
const uploadBytes = 2 * megabyte

let platform: TestPlatform
let token: string
let pool: Pool

beforeAll(async () => {
  platform = await startTestPlatform({
    MAX_BODY_BYTES: String(bodyBytes),
    MAX_UPLOAD_BYTES: String(uploadBytes),
    TRUSTED_PROXIES: 'loopback',
  })
  token = (await signedInUser(platform.payload, 'staff')).token
  pool = (platform.payload.db as unknown as { pool: Pool }).pool
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const jsonHeaders = () => ({ 'Content-Type': 'application/json', Authorization: `JWT ${token}` })
const formHeaders = () => ({
  'Content-Type': 'multipart/form-data; boundary=x',
  Authorization: `JWT ${token}`,
})

const post = (where: string, wire: RawRequest) =>
  send(platform.url, where, { method: 'POST', ...wire })

const filePart = (content: Buffer | string) =>
  Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'),
    Buffer.from('Content-Type: image/png\r\n\r\n'),
    Buffer.from(content),
    Buffer.from('\r\n--x--\r\n'),
  ])

/** Waits for what the server does after a client has gone. */
async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

const openTransactions = async () => {
  const { rows } = await pool.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  )
  return rows.length
}

describe('a body that is too large', () => {
  const places = [
    ['JSON', '/api/events', jsonHeaders, bodyBytes],
    ['GraphQL', '/api/graphql', jsonHeaders, bodyBytes],
    ['the register endpoint', '/api/events/1/register', jsonHeaders, bodyBytes],
    ['a form', '/api/users/login', formHeaders, bodyBytes],
    ['an upload', '/api/media', formHeaders, uploadBytes + 64 * 1024],
    [
      'a query in the body',
      '/api/events',
      () => ({
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-HTTP-Method-Override': 'GET',
      }),
      maxQueryBytes,
    ],
  ] as const

  const refusal = {
    detail: expect.stringMatching(/^Too large: a request can have \d+ (MB|bytes)\.$/),
    code: 'body_too_large',
    errors: [expect.objectContaining({ message: expect.any(String) })],
  }

  it.each(places)('%s: is refused by its length, unread', async (_name, where, headers, most) => {
    const answer = await post(where, {
      headers: { ...headers(), 'Content-Length': String(most + 1) },
      unfinished: true,
    })

    expect(answer.status).toBe(413)
    expect(json(answer)).toEqual(refusal)
  })

  it.each(places)('%s: is refused by counting', async (_name, where, headers, most) => {
    const answer = await post(where, {
      headers: headers(),
      body: [
        ...Array.from({ length: most / 1024 }, () => Buffer.alloc(1024, 97)),
        Buffer.from('a'),
      ],
    })

    expect(answer.status).toBe(413)
    expect(json(answer).errors).toEqual(refusal.errors)
  })

  it('a file is refused by its own size, and one that just fits is taken', async () => {
    const image = await picture('jpeg', 20, 20)
    const padded = (size: number) => Buffer.concat([image, Buffer.alloc(size - image.length)])

    const fits = await uploadImage(platform.url, { data: padded(uploadBytes), token })
    const tooLarge = await uploadImage(platform.url, { data: padded(uploadBytes + 1), token })

    expect(fits.status).toBe(201)
    expect(tooLarge.status).toBe(413)
    expect(tooLarge.body.errors[0].message).toBe(`File too large (max ${sizeText(uploadBytes)})`)
  })

  it('a description of many characters is taken', async () => {
    const description = 'ä'.repeat(200_000)
    const event = await createEvent(platform.payload)

    const answer = await clientOf(platform.url, token).patch(`/api/events/${event.id}`, {
      description,
    })

    expect(answer.status).toBe(200)
    expect(answer.body.doc.description).toBe(description)
  })
})

describe('a body that was not read', () => {
  it.each([
    ['refused by its length', '/api/events', 413, bodyBytes + 1],
    ['refused by who sent it', '/api/media', 403, megabyte],
    ['sent to where nothing is', '/api/nothing', 404, megabyte - 1],
  ])('%s: leaves the connection to the next request', async (_name, where, status, size) => {
    const agent = oneConnection()
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }

    const first = await post(where, { agent, headers, body: Buffer.alloc(size, 'a') })
    const second = await send(platform.url, '/api/events', { agent })

    expect([first.status, second.status, second.reused]).toEqual([status, 200, true])
    agent.destroy()
  })
})

describe('a Content-Length that is not true', () => {
  it('is believed when it is too small: the rest is no part of the body', async () => {
    const headers = { ...jsonHeaders(), 'Content-Length': '2' }
    const answer = await post('/api/events', { headers, body: '{}{"title":"more"}' })
    expect(answer.status).toBe(400)
  })

  it('leaves nothing behind when it is too large', async () => {
    await abandon(platform.url, '/api/media', {
      method: 'POST',
      headers: { ...formHeaders(), 'Content-Length': '100000' },
      body: filePart(await picture()).subarray(0, 500),
    })

    expect((await send(platform.url, '/api/events')).status).toBe(200)
    expect(await openTransactions()).toBe(0)
  })
})

describe('a client that goes away', () => {
  const mediaFiles = () => readdir(path.join(platform.dataDir, 'media')).catch(() => [])

  it('in the middle of an upload: nothing is stored, nothing stays open', async () => {
    const filesBefore = await mediaFiles()
    const { totalDocs: before } = await platform.payload.count({
      collection: 'media',
      overrideAccess: true,
    })
    const form = filePart(Buffer.alloc(megabyte))

    for (let attempt = 0; attempt < 30; attempt += 1) {
      await abandon(platform.url, '/api/media', {
        method: 'POST',
        headers: formHeaders(),
        body: [form.subarray(0, megabyte / 2)],
      })
    }

    await eventually(() => pool.idleCount === pool.totalCount && pool.waitingCount === 0)
    expect(await openTransactions()).toBe(0)
    expect(await mediaFiles()).toEqual(filesBefore)
    const { totalDocs } = await platform.payload.count({
      collection: 'media',
      overrideAccess: true,
    })
    expect(totalDocs).toBe(before)
    expect((await send(platform.url, '/api/events')).status).toBe(200)
  })

  it('in the middle of JSON: the server serves on', async () => {
    await abandon(platform.url, '/api/events', {
      method: 'POST',
      headers: jsonHeaders(),
      body: [Buffer.from('{"title":')],
    })

    expect((await send(platform.url, '/api/events')).status).toBe(200)
  })
})

describe('what cannot be understood', () => {
  it.each([
    ['JSON cut off', '{"title":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a string', '"title"'],
    ['a number', '1'],
  ])('%s is 400 everywhere', async (_name, body) => {
    for (const where of ['/api/events', '/api/users/login', '/api/graphql', '/api/media']) {
      const answer = await post(where, { headers: jsonHeaders(), body })
      expect(answer.status).toBe(400)
      expect(json(answer).errors[0].message).toBe('The body is not a valid JSON object.')
    }
  })

  it.each([
    ['no form', 'nonsense', undefined],
    ['an empty body', '', undefined],
    ['a file cut off', filePart('abc').subarray(0, -10), undefined],
    ['a part without headers', '--x\r\nnonsense\r\n\r\nabc\r\n--x--\r\n', undefined],
    ['no boundary', 'abc', 'multipart/form-data'],
    [
      'fields that are no JSON',
      '--x\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n{"alt":\r\n--x--\r\n',
      undefined,
    ],
    [
      'a file that claims to be uploaded',
      '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n{"filename":"a"}\r\n--x--\r\n',
      undefined,
    ],
  ])('a form with %s is 400', async (_name, body, type) => {
    const headers = { ...formHeaders(), ...(type ? { 'Content-Type': type } : {}) }
    const answer = await post('/api/media', { headers, body })
    expect(answer.status).toBe(400)
    expect(json(answer).errors[0].message).toEqual(expect.any(String))
  })

  it.each([
    ['/api/%E0%A4%A', 400],
    ['/api/events/%E0%A4%A', 400],
    ['/api/media/file/%E0%A4%A', 400],
    ['/api/events/%00', 400],
    ['/api/events?where[title][equals]=%00', 400],
    ['/api/events/abc', 400],
    ['/api/events/99999999999999999999', 400],
    ['/api/events?where=abc', 400],
    ['/api/events?where[nothing][equals]=1', 400],
    ['/api/events?limit=99999999999999999999', 400],
    ['/api/events?page=-1', 400],
    ['/api/events?depth=1000000', 200],
    ['/api//events', 404],
  ])('%s is %d', async (where, status) => {
    expect((await send(platform.url, where)).status).toBe(status)
  })

  it.each(['events', 'registrations', 'media', 'users'])(
    'a filter of %s that is a list is 400',
    async (collection) => {
      const where = encodeURIComponent('[false, null]')
      const answer = await send(platform.url, `/api/${collection}?where=${where}`, {
        headers: { Authorization: `JWT ${token}` },
      })
      expect(answer.status).toBe(400)
    },
  )

  it('a group that is null clears its fields', async () => {
    const details = eventData({
      // No city of the list, which would give it coordinates again.
      location: 'A hall without a city',
      coordinates: { latitude: 48.4, longitude: 10 },
    })
    const headers = jsonHeaders()
    const created = await post('/api/events', { headers, body: JSON.stringify(details) })
    const { doc } = JSON.parse(created.body.toString()) as { doc: Event }

    const changed = await send(platform.url, `/api/events/${doc.id}`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ coordinates: null }),
    })

    expect([created.status, changed.status]).toEqual([201, 200])
    const { doc: after } = JSON.parse(changed.body.toString()) as { doc: Event }
    expect(after.coordinates).toMatchObject({ latitude: null, longitude: null })
  })

  it('conditions within conditions within conditions are 400', async () => {
    const where = `where${'[and][0]'.repeat(300)}[title][equals]=x`
    expect((await send(platform.url, `/api/events?${where}`)).status).toBe(400)
  })

  it.each([['a b'], ['[::'], ['x/api/users?'], ['user@x']])('the host %p is 400', async (Host) => {
    expect((await send(platform.url, '/api/events', { headers: { Host } })).status).toBe(400)
  })

  it('a line or a header that is too long is 431', async () => {
    const long = 'a'.repeat(20_000)
    const query = await send(platform.url, `/api/events?x=${long}`)
    const header = await send(platform.url, '/api/events', { headers: { 'X-Long': long } })
    expect([query.status, header.status]).toEqual([431, 431])
    const message = 'The address and the headers are too long.'
    const told = { detail: message, errors: [{ message }] }
    for (const { body, headers } of [query, header]) {
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
      expect(JSON.parse(body.toString())).toEqual(told)
    }
  })
})

describe('methods', () => {
  it('HEAD is GET without the body', async () => {
    const event = await createEvent(platform.payload)
    const image = await uploadImage(platform.url, { data: await picture(), token })
    const facts = (headers: object) => {
      const ofTheOccasion = ['date', 'transfer-encoding', 'keep-alive', 'x-request-id']
      return Object.entries(headers).filter(([name]) => !ofTheOccasion.includes(name))
    }

    for (const where of [
      '/api/events',
      `/api/events/${event.id}`,
      image.body.doc.url,
      '/api/nothing',
      '/api/media/file/nothing.png',
    ]) {
      const get = await send(platform.url, where)
      const head = await send(platform.url, where, { method: 'HEAD' })
      expect([where, head.status]).toEqual([where, get.status])
      expect(facts(head.headers)).toEqual(facts(get.headers))
      expect(head.body).toHaveLength(0)
    }
  })

  it('OPTIONS is answered', async () => {
    const answer = await send(platform.url, '/api/events', { method: 'OPTIONS' })
    expect(answer.status).toBe(200)
    expect(answer.headers.allow).toContain('PATCH')
  })

  it.each([
    ['PUT', 405],
    ['PROPFIND', 405],
    ['TRACE', 405],
  ])('%s is %d', async (method, status) => {
    expect((await send(platform.url, '/api/events', { method })).status).toBe(status)
  })

  it('a query too long for a URL comes as a POST', async () => {
    const event = await createEvent(platform.payload, { title: 'Found by a long query' })
    const ids = Array.from({ length: 5000 }, (_, index) => index + 100_000)
    const where = [event.id, ...ids].map((id) => `where[id][in][]=${id}`).join('&')

    const answer = await post('/api/events', {
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-HTTP-Method-Override': 'GET',
      },
      body: where,
    })

    expect(answer.status).toBe(200)
    expect(json(answer).docs).toMatchObject([{ title: 'Found by a long query' }])
  })

  it('Expect: 100-continue is told to go on', async () => {
    const sent = open(platform.url, '/api/users/login', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Expect: '100-continue',
        'Content-Length': '2',
      },
      unfinished: true,
    })
    await once(sent, 'continue')
    sent.end('{}')
    const [response] = await once(sent, 'response')
    expect(response.statusCode).toBe(400)
    response.resume()
  })
})

describe('cookies', () => {
  it('signing in sets one, and signing out takes it back', async () => {
    const { user } = await signedInUser(platform.payload)
    const body = JSON.stringify({ username: user.username, password })
    const login = await post('/api/users/login', { headers: jsonHeaders(), body })
    const [cookie] = login.headers['set-cookie']!
    const Cookie = cookie!.split(';')[0]!

    const me = await send(platform.url, '/api/users/me', { headers: { Cookie } })
    const logout = await post('/api/users/logout', { headers: { Cookie } })

    expect(cookie).toMatch(/^payload-token=.+HttpOnly/)
    expect(json(me).user.id).toBe(user.id)
    expect(logout.status).toBe(200)
    expect(logout.headers['set-cookie']).toEqual([expect.stringMatching(/^payload-token=;/)])
  })

  it.each([
    ['over TLS, as a trusted proxy says, travel there alone', 'https', true],
    // A browser would not take it otherwise.
    ['over plain http travel there too', 'http', false],
  ])('%s', async (_where, proto, secure) => {
    const { user } = await signedInUser(platform.payload)
    const body = JSON.stringify({ username: user.username, password })
    const headers = { ...jsonHeaders(), 'X-Forwarded-Proto': proto }
    const login = await post('/api/users/login', { headers, body })
    expect(login.headers['set-cookie']!.map((cookie) => cookie.endsWith('; Secure'))).toEqual([
      secure,
    ])
  })
})

describe('GraphQL', () => {
  const ask = (body: object, headers = {}) =>
    post('/api/graphql', {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it('answers a query', async () => {
    const answer = await ask({ query: '{ Events { totalDocs } }' })
    expect(answer.status).toBe(200)
    expect(json(answer).data.Events.totalDocs).toEqual(expect.any(Number))
  })

  it.each([
    ['no query', {}],
    ['a query that is no text', { query: 1 }],
  ])('%s is 400', async (_name, body) => {
    expect((await ask(body)).status).toBe(400)
  })

  it.each([['{ Events {'], ['{ nothing }']])(
    'the query %p is 400, in its media type',
    async (q) => {
      const answer = await ask({ query: q }, { Accept: 'application/graphql-response+json' })
      expect(answer.status).toBe(400)
      expect(json(answer).errors).toHaveLength(1)
    },
  )

  it('is not asked by GET, and has no playground in production', async () => {
    const get = await send(platform.url, '/api/graphql?query={__typename}')
    const playground = await send(platform.url, '/api/graphql-playground')
    expect([get.status, get.headers.allow]).toEqual([405, 'POST'])
    expect(playground.status).toBe(404)
  })
})

describe('the bridge itself', () => {
  const serving = async (handler: FetchHandler, work: (url: string) => Promise<void>) => {
    const { payload } = platform
    const limits = { bodyBytes: megabyte, formBytes: megabyte }
    const serve = inContext(bridge(handler, limits), sendPayloadError(payload))
    const table = new RouteTable(routeEntry({ name: 'bridge', kind: 'rest', serve }))
    const listener = createRequestListener({ env: readEnv(), payload, table })
    const server: Server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.closeAllConnections()
    await once(server.close(), 'close')
  }

  /** An answer without an end, that counts what is taken of it and notices when nobody wants it. */
  function endless() {
    const state = { bytes: 0, cancelled: false }
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        state.bytes += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024))
      },
      cancel() {
        state.cancelled = true
      },
    })
    return { state, response: new Response(body) }
  }

  it('keeps no more of a large answer than the connection takes', async () => {
    const { state, response } = endless()
    await serving(
      () => Promise.resolve(response),
      async (url) => {
        const sent = open(url, '/')
        const [slow] = await once(sent, 'response')
        slow.pause()
        let before = -1
        await eventually(async () => {
          await new Promise((resolve) => setTimeout(resolve, 100))
          const stands = state.bytes === before
          before = state.bytes
          return stands
        })
        // What the two ends of the connection hold for each other, and no more.
        expect(state.bytes).toBeLessThan(32 * megabyte)
        sent.destroy()
        await eventually(() => state.cancelled)
      },
    )
  })

  it('stops an answer that nobody reads to its end', async () => {
    const { state, response } = endless()
    await serving(
      () => Promise.resolve(response),
      async (url) => {
        const sent = open(url, '/')
        await once(sent, 'response')
        sent.destroy()
        await eventually(() => state.cancelled)
      },
    )
  })

  it('stops an answer to HEAD', async () => {
    const { state, response } = endless()
    await serving(
      () => Promise.resolve(response),
      async (url) => {
        expect((await send(url, '/', { method: 'HEAD' })).status).toBe(200)
        expect(state.cancelled).toBe(true)
      },
    )
  })

  it('breaks off an answer that fails in the middle, and serves on', async () => {
    const failing = () => {
      let pulls = 0
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1
          if (pulls > 3) controller.error(new Error('the disk is gone'))
          else controller.enqueue(new Uint8Array(1024))
        },
      })
    }
    await serving(
      (request) =>
        Promise.resolve(new Response(request.url.endsWith('/fails') ? failing() : 'whole')),
      async (url) => {
        await expect(send(url, '/fails')).rejects.toThrow('aborted')
        expect((await send(url, '/')).body.toString()).toBe('whole')
      },
    )
  })

  it('tells the handler that the client has gone', async () => {
    let gone = false
    const handler: FetchHandler = (request) =>
      new Promise((resolve) => {
        request.signal.addEventListener('abort', () => {
          gone = true
          resolve(new Response('too late'))
        })
      })
    await serving(handler, async (url) => {
      await abandon(url, '/', {})
      await eventually(() => gone)
    })
  })

  it('sends each cookie in a header of its own', async () => {
    const headers = new Headers()
    headers.append('Set-Cookie', 'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT')
    headers.append('Set-Cookie', 'b=2')
    await serving(
      () => Promise.resolve(new Response('', { headers })),
      async (url) => {
        const answer = await send(url, '/')
        expect(answer.headers['set-cookie']).toEqual([
          'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT',
          'b=2',
        ])
      },
    )
  })
})
