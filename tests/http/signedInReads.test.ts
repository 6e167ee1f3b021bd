import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import { cacheableReads, cacheableRestReads } from '../../src/composition/cacheableReads.ts'
import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import type { CacheableRead } from '../../src/http/responseCache/cacheableRead.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { accessTokenOf, signedInApp, signedInApps } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { type SecondServer, startSecondServer } from '../support/secondServer.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Two servers on one database: what one learns of a draft, the other has to learn too. */
let platform: TestPlatform
let other: SecondServer
let event: Event

beforeAll(async () => {
  platform = await startTestPlatform()
  other = await startSecondServer(platform)
}, 60_000)

afterAll(async () => {
  await other.stop()
  await platform.stop()
})

beforeEach(async () => {
  event = await createEvent(platform.payload)
})

const hits = () => cacheStats(platform.payload)!.hits

/** Whether the second of two equal requests is answered from memory. */
async function isCached(app: Client, path: string): Promise<boolean> {
  await app.get(path)
  const before = hits()
  await app.get(path)
  return hits() > before
}

const draft = {
  title: 'Not for everybody',
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
}

const newDraft = async (app: Client): Promise<number> =>
  (await app.post('events/', draft)).body.id as number

interface Page {
  results: { id: number }[]
}

const isListed = async (app: Client, id: number) => {
  const { body } = await app.get('events/?ordering=-created_at&page_size=100')
  return (body as unknown as Page).results.some((one) => one.id === id)
}

const places: [string, () => string][] = [
  ["v1's list", () => 'events/'],
  ["v1's event", () => `events/${event.id}/`],
  ['the feed of the list', () => 'events/calendar.ics'],
  ["an event's calendar", () => `events/${event.id}/calendar.ics`],
  ["Payload's list", () => '/api/events?limit=5'],
  ["Payload's event", () => `/api/events/${event.id}`],
]

describe.each(places)('%s', (_name, path) => {
  it('is what everybody gets, for an attendee without events', async () => {
    const { app } = await signedInApp(platform)
    const anyone = await appOf(platform.url).get(path())

    const { status, body, headers } = await app.get(path())

    expect([status, body]).toEqual([anyone.status, anyone.body])
    expect(headers.get('etag')).toBe(anyone.headers.get('etag'))
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('vary')).toContain('Authorization')
    expect(await isCached(app, path())).toBe(true)
  })

  it.each(['staff', 'admin'] as const)('is read anew for %s', async (role) => {
    expect(await isCached((await signedInApp(platform, role)).app, path())).toBe(false)
  })

  it('is read anew for the owner of a draft, and from memory once it is published', async () => {
    const { app } = await signedInApp(platform)
    const id = await newDraft(app)
    expect(await isCached(app, path())).toBe(false)

    await app.patch(`events/${id}/`, { status: 'published' })

    // Payload's REST shows owners their own name in their events.
    expect(await isCached(app, path())).toBe(!path().startsWith('/api'))
  })

  it.each([
    ['is suspended', 'suspended = true'],
    ['has signed out everywhere', 'token_version = token_version + 1'],
  ])('is refused within moments to a user who %s', async (_what, assignment) => {
    const { id, app } = await signedInApp(platform)
    expect((await app.get(path())).status).toBe(200)
    await poolOf(platform.payload).query(`UPDATE users SET ${assignment} WHERE id = $1`, [id])

    await eventually(
      () => app.get(path()),
      ({ status }) => status === 401,
    )
  })

  it('is refused to a token that is none', async () => {
    expect((await appOf(platform.url, 'none').get(path())).status).toBe(401)
    const forged = `${accessTokenOf(platform.payload, 1).slice(0, -4)}AAAA`
    expect((await appOf(platform.url, forged).get(path())).status).toBe(401)
  })
})

describe('a draft', () => {
  it('is listed for its owner at once, and for nobody else', async () => {
    const [owner, someone] = await signedInApps(platform, 2)
    expect(await isListed(owner!.app, 0)).toBe(false)

    const id = await newDraft(owner!.app)

    expect(await isListed(owner!.app, id)).toBe(true)
    expect((await owner!.app.get(`events/${id}/`)).status).toBe(200)
    for (const app of [someone!.app, appOf(platform.url)]) {
      expect(await isListed(app, id)).toBe(false)
      expect((await app.get(`events/${id}/`)).status).toBe(404)
    }
  })

  it('is listed for its owner on another server too', async () => {
    const { id: userId, app } = await signedInApp(platform)
    const there = appOf(other.url, accessTokenOf(platform.payload, userId))
    expect(await isListed(there, 0)).toBe(false)

    const id = await newDraft(app)

    await eventually(() => isListed(there, id), Boolean, 900)
  })

  it('is gone for the owner when staff publish it and take it back', async () => {
    const owner = await signedInApp(platform)
    const staff = await signedInApp(platform, 'staff')
    const id = await newDraft(owner.app)
    await staff.app.patch(`events/${id}/`, { status: 'published' })
    expect(await isListed(owner.app, id)).toBe(true)

    await staff.app.patch(`events/${id}/`, { status: 'draft' })

    expect(await isListed(owner.app, id)).toBe(true)
    expect(await isListed(appOf(platform.url), id)).toBe(false)
  })
})

/** Negative control: with the check removed, the tests above would fail. */
describe('without the check of who owns drafts', () => {
  const all: CacheableRead[] = [
    ...Object.values(cacheableReads),
    ...Object.values(cacheableRestReads),
  ]
  const checks = all.map(({ isSameFor }) => isSameFor)

  beforeEach(() => {
    for (const read of all) read.isSameFor = () => true
  })
  afterEach(() => {
    for (const [index, read] of all.entries()) read.isSameFor = checks[index]!
  })

  it('an owner misses their own draft, and staff miss all of them', async () => {
    const owner = await signedInApp(platform)
    const staff = await signedInApp(platform, 'staff')
    const id = await newDraft(owner.app)

    for (const { app } of [owner, staff]) {
      expect(await isListed(app, id)).toBe(false)
      expect((await app.get(`events/${id}/`)).status).toBe(404)
    }
  })
})
