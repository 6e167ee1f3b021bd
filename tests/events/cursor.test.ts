import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

const orderings = ['start_date', '-start_date', 'created_at', '-created_at', 'title', '-title']

/** Fewer than events, so that some share their start, their creation and their title. */
const keys = 4

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  for (let made = 0; made < 11; made += 1) {
    const key = made % keys
    await createEvent(platform.payload, {
      title: `Gala "${key}" 機械 \\`,
      startDate: inDays(10 + key),
      endDate: inDays(20),
      status: made === 3 ? 'cancelled' : made === 5 ? 'draft' : 'published',
    })
  }
  await poolOf(platform.payload).query(
    `UPDATE events SET created_at = '2020-01-01'::timestamptz + interval '1 ms' * (id % ${keys})`,
  )
})

afterAll(() => platform.stop())

const idsOf = ({ body }: ApiResponse): number[] => body.results.map(({ id }: { id: number }) => id)

/** Reads a list to its end by the URLs in `next`. `between` runs after the first page. */
async function readAll(app: Client, query: string, between?: () => Promise<unknown>) {
  const pages: number[][] = []
  let url: string | null = `events/?${query}`
  while (url) {
    const answer: ApiResponse = await app.get(url)
    expect(answer.status).toBe(200)
    pages.push(idsOf(answer))
    url = answer.body.next?.replace(platform.url, '')
    if (pages.length === 1) await between?.()
  }
  return pages
}

describe('?cursor=', () => {
  it('begins without a value: a page with `next`, and no count', async () => {
    const { body, status } = await anyone.get('events/?cursor=&page_size=3')

    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['next', 'results'])
    expect(body.next).toMatch(
      new RegExp(`^${platform.url}/api/v1/events/\\?cursor=[\\w-]+&page_size=3$`),
    )
  })

  it.each(orderings)('reads the whole list by %s, in its order', async (ordering) => {
    const whole = idsOf(await anyone.get(`events/?ordering=${ordering}&page_size=100`))

    for (const size of [1, 3, 10, 100]) {
      const pages = await readAll(anyone, `cursor=&ordering=${ordering}&page_size=${size}`)
      expect(pages.flat()).toEqual(whole)
      expect(pages.every((page) => page.length <= size)).toBe(true)
    }
    expect(whole).toHaveLength(10)
  })

  it('keeps filters, ordering and page size in `next`, and leaves `page` out', async () => {
    const query = 'status=published&end_date=2099-01-01&ordering=title&page_size=2&page=7'
    const { body } = await anyone.get(`events/?${query}&cursor=`)
    const parameters = Object.fromEntries(new URL(body.next).searchParams)

    expect(parameters).toEqual({
      status: 'published',
      end_date: '2099-01-01',
      ordering: 'title',
      page_size: '2',
      cursor: expect.any(String),
    })
    const all = idsOf(await anyone.get('events/?status=published&page_size=100')).sort()
    expect((await readAll(anyone, `cursor=&${query}`)).flat().sort()).toEqual(all)
  })

  it('shows drafts to their owner and to staff, as the list does', async () => {
    const { app, id } = await signedInApp(platform)
    const { app: staff } = await signedInApp(platform, 'staff')
    await poolOf(platform.payload).query(
      `UPDATE events SET created_by_id = $1 WHERE status = 'draft'`,
      [id],
    )
    for (const caller of [app, staff]) {
      expect((await readAll(caller, 'cursor=&page_size=4')).flat()).toHaveLength(11)
    }
    expect((await readAll(anyone, 'cursor=&page_size=4')).flat()).toHaveLength(10)
  })

  it.each([
    ['no cursor', 'nonsense'],
    ['too long', 'x'.repeat(4001)],
    ['JSON of another shape', Buffer.from('{"id":1}').toString('base64url')],
    ['of another ordering', Buffer.from('["title","Gala",1]').toString('base64url')],
    ['with a key that is no date', Buffer.from('["-created_at","Gala",1]').toString('base64url')],
    [
      'with a year of no calendar',
      Buffer.from('["-created_at","0000-01-01T00:00:00Z",1]').toString('base64url'),
    ],
    [
      'with an id that is too large',
      Buffer.from('["-created_at","2020-01-01T00:00:00Z",2147483648]').toString('base64url'),
    ],
  ])('%s is 400', async (_name, cursor) => {
    const answer = await anyone.get(`events/?cursor=${cursor}`)

    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      error: 'Validation Error',
      details: { cursor: [expect.any(String)] },
    })
  })

  it('a null character in a title is 400', async () => {
    const cursor = Buffer.from('["title","\\u0000",1]').toString('base64url')

    expect((await anyone.get(`events/?ordering=title&cursor=${cursor}`)).status).toBe(400)
  })
})

describe('events that come and go while a client reads', () => {
  const comeAndGo = async () => {
    const event = await createEvent(platform.payload, { title: 'A late one', startDate: inDays(1) })
    return event.id
  }

  it.each(orderings)('by %s: each other event is shown once', async (ordering) => {
    const before = idsOf(await anyone.get('events/?page_size=100'))
    const pages = await readAll(anyone, `cursor=&ordering=${ordering}&page_size=3`, comeAndGo)
    const shown = pages.flat()

    expect(new Set(shown).size).toBe(shown.length)
    expect(shown).toEqual(expect.arrayContaining(before))
  })

  it('control: by the number of the page, an event is shown twice', async () => {
    const shown = (await readAll(anyone, 'page_size=3', comeAndGo)).flat()

    expect(new Set(shown).size).toBeLessThan(shown.length)
  })

  it('the event of the cursor itself may be deleted', async () => {
    const whole = idsOf(await anyone.get('events/?page_size=100'))
    const first = await anyone.get('events/?cursor=&page_size=2')
    await platform.payload.delete({ collection: 'events', id: whole[1]!, overrideAccess: true })

    const second = await anyone.get(first.body.next.replace(platform.url, ''))
    expect(idsOf(second)).toEqual(whole.slice(2, 4))
  })
})

describe('the cached response of an anonymous caller', () => {
  it('is shared, and replaced when an event is published', async () => {
    const url = 'events/?cursor=&page_size=2'
    await anyone.get(url)
    const { hits } = cacheStats(platform.payload)!
    const cached = await anyone.get(url)
    expect(cacheStats(platform.payload)!.hits).toBe(hits + 1)
    expect(cached.headers.get('etag')).toBeTruthy()

    const { id } = await createEvent(platform.payload)
    expect(idsOf(await anyone.get(url))[0]).toBe(id)
  })
})
