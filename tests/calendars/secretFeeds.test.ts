import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { purgeFeeds } from '../../src/features/calendars/queries/secretFeeds.ts'
import { redact, redactPath } from '../../src/observability/redact.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInApp, signedInApps } from '../support/callers.ts'
import { readCalendar } from '../support/calendars.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMIT_CALENDAR: '40/3600' })
  anyone = appOf(platform.url)
})

afterAll(() => platform.stop())

async function newFeed(app: Client): Promise<string> {
  const { status, body } = await app.post('me/calendar/')
  expect(status).toBe(201)
  return new URL((body as { url: string }).url).pathname
}

const entriesOf = async (feed: string) => {
  const { status, body } = await anyone.get(feed)
  expect(status).toBe(200)
  return readCalendar(body as string).entries
}

const shown = async (feed: string) =>
  (await entriesOf(feed)).map(({ sequence, status, title }) => [title, status, sequence])

const newEvent = (title: string, details: Partial<Event> = {}) =>
  createEvent(platform.payload, { title, ...details })

const sql = (text: string, values: unknown[]) => poolOf(platform.payload).query(text, values)

describe('a secret feed', () => {
  it('shows what its owner has, under the names that emails use', async () => {
    const { app, id } = await signedInApp(platform)
    const feed = await newFeed(app)
    const event = await newEvent('Bolt Bowl')
    const { body } = await app.post(`events/${event.id}/register/`)
    const { registration } = body as { registration: { id: number; ticket_code: string } }

    const [entry] = await entriesOf(feed)

    expect(entry!.uid).toMatch(new RegExp(`^registration-${registration.id}@`))
    expect(entry).toMatchObject({ title: 'Bolt Bowl', status: 'CONFIRMED', sequence: 0 })
    const answer = await anyone.get(feed)
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(answer.body).not.toContain(registration.ticket_code)
    const { rows } = await sql('SELECT email FROM users WHERE id = $1', [id])
    expect(answer.body).not.toContain((rows[0] as { email: string }).email)
  })

  it('follows every state of a registration', async () => {
    const [{ app }, other] = (await signedInApps(platform, 2)) as [
      { app: Client; id: number },
      { app: Client; id: number },
    ]
    const feed = await newFeed(app)
    const { id } = await newEvent('Small', { maxParticipants: 1, waitlistEnabled: true })
    await other.app.post(`events/${id}/register/`)
    await app.post(`events/${id}/register/`)
    expect(await shown(feed)).toEqual([['Waitlist: Small', 'TENTATIVE', 0]])

    await other.app.delete(`events/${id}/register/`)
    expect(await shown(feed)).toEqual([['Small', 'CONFIRMED', 0]])

    const staff = await signedInApp(platform, 'staff')
    await staff.app.patch(`events/${id}/`, { title: 'Smaller' })
    expect(await shown(feed)).toEqual([['Smaller', 'CONFIRMED', 1]])

    await staff.app.patch(`events/${id}/`, { status: 'cancelled' })
    expect(await shown(feed)).toEqual([['Cancelled: Smaller', 'CANCELLED', 3]])
  })

  it('leaves out what its owner has cancelled, and what is long over', async () => {
    const { app, id: userId } = await signedInApp(platform)
    const feed = await newFeed(app)
    const own = await newEvent('Not mine any more')
    await app.post(`events/${own.id}/register/`)
    await app.delete(`events/${own.id}/register/`)
    for (const [title, days] of [
      ['Last month', -30],
      ['Two years ago', -730],
    ] as const) {
      const { id } = await newEvent(title)
      await app.post(`events/${id}/register/`)
      await sql('UPDATE events SET start_date = $2, end_date = $3 WHERE id = $1', [
        id,
        inDays(days),
        inDays(days + 1),
      ])
    }

    expect(await shown(feed)).toEqual([['Last month', 'CONFIRMED', expect.any(Number)]])
    expect(userId).toBeGreaterThan(0)
  })

  it('is in the language of its owner', async () => {
    const { app, id } = await signedInApp(platform)
    await sql(`UPDATE users SET language = 'de' WHERE id = $1`, [id])
    const { body } = await anyone.get(await newFeed(app))

    expect(String(readCalendar(body as string).property('name'))).toContain('Veranstaltungen')
  })

  it('has an entity tag that stays until something changes', async () => {
    const { app } = await signedInApp(platform)
    const feed = await newFeed(app)
    const tag = (await anyone.get(feed)).headers.get('etag')!
    const again = await anyone.get(feed, { headers: { 'If-None-Match': tag } })
    const { id } = await newEvent('New')
    await app.post(`events/${id}/register/`)
    const changed = await anyone.get(feed, { headers: { 'If-None-Match': tag } })

    expect([again.status, changed.status]).toEqual([304, 200])
  })

  it('is the first one again for a retry with the same Idempotency-Key', async () => {
    const { app } = await signedInApp(platform)
    const keyed = () =>
      app.post('me/calendar/', undefined, { headers: { 'Idempotency-Key': 'feed-1' } })
    const [first, second] = [await keyed(), await keyed()]

    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })
})

describe('who gets in', () => {
  const status = async (feed: string) => {
    const answer = await anyone.get(feed)
    if (answer.status === 404) expect(answer.body).toEqual({ detail: 'Not found.' })
    return answer.status
  }

  it('nobody without an address, by guessing, or with another form of it', async () => {
    const { app } = await signedInApp(platform)
    const feed = await newFeed(app)
    const secret = feed.split('/').at(-1)!.replace('.ics', '')
    const last = secret.endsWith('A') ? 'B' : 'A'
    const guesses = [
      `${secret.slice(0, -1)}${last}`,
      secret.slice(0, -1),
      `${secret}=`,
      secret.toLowerCase() === secret ? secret.toUpperCase() : secret.toLowerCase(),
      'A'.repeat(43),
      '1',
      "' OR 1=1 --",
      '%00',
      '..%2f..',
      'x'.repeat(500),
    ]

    const statuses = await Promise.all(
      guesses.map((guess) => status(`/api/v1/calendars/${encodeURIComponent(guess)}.ics`)),
    )

    expect(new Set(statuses)).toEqual(new Set([404]))
    expect(await status(feed)).toBe(200)
  })

  it('not with the secret alone, which only the address of the feed takes', async () => {
    const { app } = await signedInApp(platform)
    const secret = (await newFeed(app)).split('/').at(-1)!.replace('.ics', '')

    expect((await appOf(platform.url, secret).get('auth/me/')).status).toBe(401)
    expect((await anyone.get(`calendars/${secret}`)).status).toBe(404)
  })

  it('only whoever is signed in makes or ends one, their own', async () => {
    expect((await anyone.post('me/calendar/')).status).toBe(401)
    expect((await anyone.delete('me/calendar/')).status).toBe(401)
    const [one, other] = await signedInApps(platform, 2)
    const [mine, theirs] = [await newFeed(one!.app), await newFeed(other!.app)]

    expect((await other!.app.delete('me/calendar/')).status).toBe(204)
    expect((await other!.app.delete('me/calendar/')).status).toBe(204)

    expect([await status(mine), await status(theirs)]).toEqual([200, 404])
  })

  it('nobody with an address that was replaced', async () => {
    const { app } = await signedInApp(platform)
    const [first, second] = [await newFeed(app), await newFeed(app)]

    expect([await status(first), await status(second)]).toEqual([404, 200])
  })

  it.each([
    ['is suspended', 'UPDATE users SET suspended = true WHERE id = $1'],
    [
      'has signed out everywhere',
      'UPDATE users SET token_version = token_version + 1 WHERE id = $1',
    ],
    ['is deleted', 'DELETE FROM users WHERE id = $1'],
  ])('nobody, at once, when its owner %s', async (_what, change) => {
    const { app, id } = await signedInApp(platform)
    const feed = await newFeed(app)
    expect(await status(feed)).toBe(200)

    await sql(change, [id])

    expect(await status(feed)).toBe(404)
  })

  it('nobody again when a suspension ends: the address may have been stolen', async () => {
    const { app, id } = await signedInApp(platform)
    const feed = await newFeed(app)
    await sql('UPDATE users SET suspended = true WHERE id = $1', [id])
    await sql('UPDATE users SET suspended = false WHERE id = $1', [id])

    expect(await status(feed)).toBe(404)
  })

  it('sees no event that its owner may not see', async () => {
    const { app } = await signedInApp(platform)
    const feed = await newFeed(app)
    const { id } = await newEvent('Withdrawn')
    await app.post(`events/${id}/register/`)
    await sql(`UPDATE events SET status = 'draft' WHERE id = $1`, [id])

    expect(await entriesOf(feed)).toEqual([])
  })
})

it('is deleted when nobody has read it for long', async () => {
  const [read, unread] = await signedInApps(platform, 2)
  const feeds = [await newFeed(read!.app), await newFeed(unread!.app)]
  const old = '2020-01-01'
  await sql('UPDATE calendar_feeds SET read_on = $1', [old])
  await entriesOf(feeds[0]!)

  await purgeFeeds(connectionOf(platform.payload), new Date('2020-01-02'))

  expect(await entriesOf(feeds[0]!)).toEqual([])
  expect((await anyone.get(feeds[1]!)).status).toBe(404)
})

it('stores no secret, and writes none to a log', async () => {
  const { app, id } = await signedInApp(platform)
  const feed = await newFeed(app)
  const secret = feed.split('/').at(-1)!.replace('.ics', '')

  const { rows } = await sql('SELECT * FROM calendar_feeds WHERE user_id = $1', [id])

  expect(JSON.stringify(rows)).not.toContain(secret)
  for (const path of [feed, feed.replace('/api/v1/', '/api/'), feed.toUpperCase()]) {
    expect(redactPath(path).toLowerCase()).not.toContain(secret.toLowerCase())
    const line = redact(JSON.stringify({ msg: `GET https://x.example${path} failed` }))
    expect(line.toLowerCase()).not.toContain(secret.toLowerCase())
  }
})

it('answers a reader who comes too often with 429', async () => {
  const { app } = await signedInApp(platform)
  const feed = await newFeed(app)
  const statuses: number[] = []
  for (let count = 0; count < 41; count += 1) statuses.push((await anyone.get(feed)).status)

  expect(statuses.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 200))
  expect(statuses[40]).toBe(429)
})
