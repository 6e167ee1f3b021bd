import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import type { Event } from '../../src/payload-types.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { appOf, clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { send } from '../support/rawHttp.ts'
import { stepClock } from '../support/stepClock.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let event: Event

const long = 'Robots carry bolts across a field. '.repeat(40)

beforeAll(async () => {
  platform = await startTestPlatform({ CACHE_BYTES: String(2 ** 20) })
})

afterAll(() => platform.stop())

beforeEach(async () => {
  event = await createEvent(platform.payload, { description: long })
})

const stats = () => cacheStats(platform.payload)!
const get = (path: string, headers?: Record<string, string>, method?: 'GET' | 'HEAD') =>
  send(platform.url, path, { headers, method })
const textOf = ({ body }: { body: Buffer }) => body.toString()
const jsonOf = (answer: { body: Buffer }) => JSON.parse(textOf(answer)) as Record<string, unknown>

/** The headers, but for those that each answer has of its own. */
const said = ({ headers }: { headers: IncomingHttpHeaders }) => {
  const { date: _date, 'x-request-id': id, ...others } = headers
  expect(id).toBeDefined()
  return others
}

const places: [string, () => string][] = [
  ['the list', () => '/api/v1/events/'],
  ['the list without a version', () => '/api/events/?page_size=5'],
  ['an event', () => `/api/v1/events/${event.id}/`],
  ['an event without a version', () => `/api/events/${event.id}/`],
  ["Payload's list", () => '/api/events?limit=5'],
  ["Payload's document", () => `/api/events/${event.id}`],
]

/** Is served the usual way, though nobody is signed in: the session is none. */
const usual = { cookie: 'payload-token=none' }

describe.each(places)('%s', (_name, path) => {
  it('is answered from memory the second time, in the same words', async () => {
    const first = await get(path())
    const before = stats()
    const second = await get(path())

    expect(stats().hits).toBe(before.hits + 1)
    expect(stats().fills).toBe(before.fills)
    expect(textOf(second)).toBe(textOf(first))
    expect(said(second)).toEqual(said(first))
  })

  it('is what is answered the usual way', async () => {
    const kept = await get(path())
    const through = await get(path(), usual)

    expect([kept.status, through.status]).toEqual([200, 200])
    expect(jsonOf(kept)).toEqual(jsonOf(through))
    expect(kept.headers['content-type']).toBe(through.headers['content-type'])
    expect(Object.keys(kept.headers)).toEqual(expect.arrayContaining(['x-request-id', 'etag']))
    const others = Object.keys(through.headers).filter((name) => name !== 'transfer-encoding')
    expect(Object.keys(kept.headers)).toEqual(expect.arrayContaining(others))
  })

  it('may be kept by a CDN for a moment, and by nobody when somebody has signed in', async () => {
    const { id } = await signedInApp(platform)
    const token = accessTokenOf(platform.payload, id)

    const open = await get(path())
    expect(open.headers['cache-control']).toBe(
      'public, max-age=0, s-maxage=10, stale-while-revalidate=50',
    )
    const vary = String(open.headers.vary).split(/, ?/)
    expect(vary).toEqual(expect.arrayContaining(['Accept-Encoding', 'Authorization', 'Cookie']))
    for (const headers of [{ authorization: `Bearer ${token}` }, usual]) {
      const own = await get(path(), headers)
      expect(own.headers['cache-control']).toBe('private, no-store')
    }
  })

  it('has a tag for each encoding, and is 304 to who has it in any', async () => {
    const tags = new Set<string>()
    for (const [encoding, decode] of [
      ['identity', (body: Buffer) => body],
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const answer = await get(path(), { 'accept-encoding': encoding })
      expect(answer.headers['content-encoding']).toBe(
        encoding === 'identity' ? undefined : encoding,
      )
      expect(answer.headers['content-length']).toBe(String(answer.body.length))
      expect(JSON.parse(decode(answer.body).toString())).toEqual(jsonOf(await get(path())))
      const tag = answer.headers.etag!
      expect(tag).toMatch(/^"[\w-]+"$/)
      tags.add(tag)
    }
    expect(tags.size).toBe(3)
    for (const tag of [...tags, '*', `W/${[...tags][1]}`]) {
      const answer = await get(path(), { 'if-none-match': tag })
      expect([answer.status, answer.body.length]).toEqual([304, 0])
      expect(answer.headers.etag).toBeDefined()
      expect(answer.headers['cache-control']).toContain('s-maxage')
    }
    expect((await get(path(), { 'if-none-match': '"another"' })).status).toBe(200)
  })

  it('is answered to HEAD with its headers alone', async () => {
    const whole = await get(path())
    const head = await get(path(), {}, 'HEAD')

    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(head.headers['content-length']).toBe(whole.headers['content-length'])
    expect(head.headers.etag).toBe(whole.headers.etag)
  })

  it('is read once for many who ask at the same time', async () => {
    const fresh = `${path()}${path().includes('?') ? '&' : '?'}only=${event.id}`
    const before = stats().fills
    const answers = await Promise.all(Array.from({ length: 50 }, () => get(fresh)))

    expect(new Set(answers.map(textOf)).size).toBe(1)
    expect(stats().fills).toBe(before + 1)
  })
})

describe('the encoding', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['deflate', undefined],
    ['nonsense;;q=x', undefined],
    ['', undefined],
  ])('%s: %s', async (header, encoding) => {
    const { headers } = await get(`/api/v1/events/${event.id}/`, { 'accept-encoding': header })
    expect(headers['content-encoding']).toBe(encoding)
  })

  it('of what fits into a packet is none', async () => {
    const short = await createEvent(platform.payload)
    const { headers } = await get(`/api/v1/events/${short.id}/`, { 'accept-encoding': 'br' })
    expect(headers['content-encoding']).toBeUndefined()
  })

  it('does not keep from changing what was read', async () => {
    const { app } = await signedInApp(platform, 'staff')
    const path = `events/${event.id}/`
    const { headers } = await get(`/api/v1/${path}`, { 'accept-encoding': 'br' })
    const unchanged = { headers: { 'If-Match': headers.etag! } }

    expect((await app.patch(path, { title: 'New' }, unchanged)).status).toBe(200)
    expect((await app.patch(path, { title: 'Newer' }, unchanged)).status).toBe(412)
  })
})

describe('what is not for everybody', () => {
  const tricks = [
    '',
    '?depth=4',
    '?draft=true',
    '?trash=true',
    '?locale=all&fallback-locale=none',
    '?where[status][equals]=draft',
    '?where[or][0][status][equals]=draft&where[or][1][id][greater_than]=0',
    '?where[createdBy][exists]=true',
    '?select[updatedBy]=true&select[title]=true&select[status]=true',
    '?populate[users][email]=true&depth=2',
    '?limit=1000&sort=-createdAt',
    '?status=draft',
    '?search=Secret',
    '?page_size=100&ordering=title',
  ]
  const paths = ['/api/v1/events/', '/api/events/', '/api/events']

  it('is in no answer to a stranger, whatever was answered to others before', async () => {
    const { token, user } = await signedInUser(platform.payload, 'staff')
    const secret = await createEvent(platform.payload, {
      title: 'Secret plan',
      status: 'draft',
      createdBy: user.id,
    })
    await createEvent(platform.payload, { title: 'Open plan', createdBy: user.id })
    const access = accessTokenOf(platform.payload, user.id)
    const session = clientOf(platform.url, token)
    const app = appOf(platform.url, access)
    const urls = [
      ...paths.flatMap((path) => tricks.map((trick) => path + trick)),
      ...['', '?draft=true', '?depth=4', '?trash=true'].flatMap((trick) =>
        ['/api/v1/events/', '/api/events/'].map((path) => `${path}${secret.id}/${trick}`),
      ),
      ...['', '?draft=true', '?depth=4'].map((trick) => `/api/events/${secret.id}${trick}`),
    ]
    const strangers: Record<string, string>[] = [
      {},
      { cookie: 'theme=dark; other-payload-token=1' },
      { 'x-payload-http-method-override': 'GET' },
      { 'x-forwarded-user': 'admin' },
      { origin: 'https://elsewhere.example' },
    ]
    const own = await Promise.all(
      urls.map(async (url) => [await app.get(url), await session.get(url)]),
    )
    expect(JSON.stringify(own)).toContain('Secret plan')

    for (const url of urls) {
      for (const headers of strangers) {
        const answer = await get(url, headers)
        // The text that was asked for may be told back in links.
        const text = textOf(answer).replaceAll('search=Secret', '')
        const told = ['Secret', user.email, '"updatedBy":'].filter((word) => text.includes(word))
        expect([url, headers, told]).toEqual([url, headers, []])
      }
    }
    // Nor does the owner get an anonymous caller's response.
    expect((await app.get(`events/${secret.id}/`)).body.title).toBe('Secret plan')
    expect((await session.get(`/api/events/${secret.id}`)).body.title).toBe('Secret plan')
    await expect(get(`/api/events/${secret.id}`)).resolves.toMatchObject({ status: 404 })
  })

  it('is refused with a token that is not good, though the answer is there', async () => {
    const path = `/api/v1/events/${event.id}/`
    await get(path)
    for (const authorization of ['Bearer none', 'Bearer ', 'bearer x.y.z']) {
      expect((await get(path, { authorization })).status).toBe(401)
      expect((await get(`/api/events/${event.id}`, { authorization })).status).toBe(401)
    }
  })

  it('other answers of the API say that they are private; files and the reference do not', async () => {
    for (const path of ['/api/v1/nothing/', '/api/registrations', '/api/users/me', '/api/media'])
      expect((await get(path)).headers['cache-control']).toContain('no-store')
    expect((await get('/api/docs')).headers['cache-control']).toBeUndefined()
    const asset = await get('/api/docs/assets/swagger-ui.css')
    expect(asset.headers['cache-control']).toBe('public, max-age=3600')
  })
})

describe('what depends on more than the address', () => {
  it('names the host that it was asked by, and keeps what each was told apart', async () => {
    await createEvent(platform.payload)
    const path = '/api/v1/events/?page_size=1'
    const ask = async (host: string) => jsonOf(await get(path, { host })).next

    expect(await ask('one.example')).toContain('http://one.example/')
    expect(await ask('two.example')).toContain('http://two.example/')
    expect(await ask('one.example')).toContain('http://one.example/')
  })

  it('ends when an event in it begins', async () => {
    const soon = new Date(Date.now() + 1500).toISOString()
    const { id } = await createEvent(platform.payload, { startDate: soon, endDate: inDays(1) })
    const paths: [string, string][] = [
      [`/api/v1/events/${id}/`, 'is_upcoming'],
      [`/api/events/${id}?select[isUpcoming]=true&select[startDate]=true`, 'isUpcoming'],
    ]
    for (const [path, field] of paths) expect(jsonOf(await get(path))[field]).toBe(true)

    await sleep(Date.parse(soon) - Date.now() + 5)

    for (const [path, field] of paths) expect(jsonOf(await get(path))[field]).toBe(false)
  })

  it('ends then too when the time of day is set back meanwhile', async () => {
    const soon = new Date(Date.now() + 1000).toISOString()
    const { id } = await createEvent(platform.payload, { startDate: soon, endDate: inDays(1) })
    const path = `/api/v1/events/${id}/`
    await get(path)
    const before = stats().fills

    const restore = stepClock(-2 * 3_600_000)
    try {
      await eventually(
        async () => (await get(path)) && stats().fills,
        (fills) => fills > before,
      )
    } finally {
      restore()
    }
  })
})

describe('memory', () => {
  it('is bounded, however many different answers are asked for', async () => {
    for (let index = 0; index < 400; index += 1) await get(`/api/v1/events/?only=${index}`)

    expect(stats().evictions).toBeGreaterThan(0)
    expect(stats().bytes).toBeLessThanOrEqual(2 ** 20)
  })

  it('takes nothing for errors, and nothing for addresses without an end', async () => {
    const before = stats().entries
    expect((await get('/api/v1/events/999999/')).status).toBe(404)
    expect((await get('/api/events/999999')).status).toBe(404)
    expect((await get('/api/v1/events/?page_size=no')).status).toBe(400)
    expect((await get('/api/events?limit=no')).status).toBe(400)
    expect((await get(`/api/v1/events/?search=${'x'.repeat(1000)}`)).status).toBe(400)
    expect((await get(`/api/v1/events/?only=${'x'.repeat(1000)}`)).status).toBe(200)

    expect(stats().entries).toBe(before)
  })
})

describe('a reading that fails', () => {
  it('fails for all who wait for it, and is not remembered', async () => {
    const pool = servicesOf(platform.payload).pools.reads
    const query = pool.query.bind(pool)
    const path = `/api/v1/events/${event.id}/?broken`
    let asked = 0
    pool.query = (async (...args: Parameters<typeof query>) => {
      if (!JSON.stringify(args).includes('event_seats')) return query(...args)
      asked += 1
      await sleep(50)
      throw new Error('The disk is on fire')
    }) as typeof pool.query
    const answers = await Promise.all(Array.from({ length: 10 }, () => get(path)))
    pool.query = query

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 500))
    expect(asked).toBe(1)
    expect(answers.some((answer) => textOf(answer).includes('fire'))).toBe(false)
    expect((await get(path)).status).toBe(200)
  })
})
