import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { reconcileCounters } from '../../src/features/registrations/jobs/reconcileCounters.ts'
import { createEvent } from '../factories/events.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/**
 * `count` in the list comes from a table that triggers maintain: it has to follow every change. Some
 * changes are made by SQL, of which the response cache does not learn, so it is off.
 */
let platform: TestPlatform
let anyone: Client
let owner: { app: Client; id: number }
let staff: { app: Client }

beforeAll(async () => {
  platform = await startTestPlatform({ CACHE: 'off' })
  anyone = appOf(platform.url)
  owner = await signedInApp(platform)
  staff = await signedInApp(platform, 'staff')
})

afterAll(() => platform.stop())

const pool = () => poolOf(platform.payload)
const countOf = async (app: Client, query = ''): Promise<number> =>
  (await app.get(`events/?${query}`)).body.count

/** The counts that each caller sees: in all, published, drafts. */
const counts = () =>
  Promise.all(
    [anyone, owner.app, staff.app].map(async (app) => [
      await countOf(app),
      await countOf(app, 'status=published'),
      await countOf(app, 'status=draft'),
    ]),
  )

const newEvent = {
  title: 'Counted',
  description: 'Once.',
  start_date: '2032-01-01T10:00:00Z',
  end_date: '2032-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 5,
}

describe('the count of the list', () => {
  it('follows events that are created, published, cancelled and deleted', async () => {
    const none = [0, 0, 0]
    expect(await counts()).toEqual([none, none, none])

    const { body: event } = await owner.app.post('events/', newEvent)
    await createEvent(platform.payload, { status: 'draft' })
    expect(await counts()).toEqual([none, [1, 0, 1], [2, 0, 2]])

    await owner.app.patch(`events/${event.id}/`, { status: 'published' })
    expect(await counts()).toEqual([
      [1, 1, 0],
      [1, 1, 0],
      [2, 1, 1],
    ])

    await owner.app.patch(`events/${event.id}/`, { title: 'Another' })
    await owner.app.patch(`events/${event.id}/`, { status: 'cancelled' })
    expect(await counts()).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [2, 0, 1],
    ])
    expect(await countOf(anyone, 'status=cancelled')).toBe(1)

    await owner.app.delete(`events/${event.id}/`)
    expect(await counts()).toEqual([none, none, [1, 0, 1]])
  })

  it('is that of the rows, for many events in one statement', async () => {
    await pool().query(
      `INSERT INTO events (title, description, start_date, end_date, location, timezone,
                           max_participants, max_party_size, status)
       SELECT 'Many', 'At once.', now(), now() + interval '1 day', 'Ulm', 'UTC', 5, 1,
              (ARRAY['draft', 'published', 'cancelled'])[1 + n % 3]::enum_events_status
       FROM generate_series(1, 90) n`,
    )
    expect(await countOf(anyone)).toBe(60)
    await pool().query(`UPDATE events SET status = 'cancelled' WHERE title = 'Many' AND id % 2 = 0`)
    await pool().query(`DELETE FROM events WHERE title = 'Many' AND id % 5 = 0`)

    const { rows } = await pool().query<{ visible: number }>(
      `SELECT count(*)::int AS visible FROM events WHERE status <> 'draft'`,
    )
    expect(await countOf(anyone)).toBe(rows[0]!.visible)
  })

  it('does not count what was rolled back', async () => {
    const before = await countOf(staff.app)
    await pool().query(`BEGIN; DELETE FROM events WHERE title = 'Many'; ROLLBACK`)

    expect(await countOf(staff.app)).toBe(before)
  })
})

describe('the task that checks the counters', () => {
  const recorded = async () =>
    (await pool().query<{ rows: number }>('SELECT count(*)::int AS rows FROM event_counts'))
      .rows[0]!.rows

  it('adds up the changes, and leaves those of an open transaction alone', async () => {
    const client = await pool().connect()
    const before = await countOf(staff.app)
    try {
      await client.query('BEGIN')
      await client.query(`DELETE FROM events WHERE id = (SELECT min(id) FROM events)`)

      expect(await reconcileCounters(platform.payload, new Date())).toBe('All counters are correct')
      expect(await recorded()).toBe(3)
      expect(await countOf(staff.app)).toBe(before)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    expect(await countOf(staff.app)).toBe(before - 1)
    expect(await reconcileCounters(platform.payload, new Date())).toBe('All counters are correct')
  })

  it('corrects a count that is wrong because somebody has bypassed the triggers', async () => {
    const before = await countOf(staff.app, 'status=published')
    await pool().query(`INSERT INTO event_counts VALUES ('published', 7)`)
    expect(await countOf(staff.app, 'status=published')).toBe(before + 7)

    expect(await reconcileCounters(platform.payload, new Date())).toBe(
      `Corrected: events with the status published: ${before + 7}, should be ${before}`,
    )
    expect(await countOf(staff.app, 'status=published')).toBe(before)
  })
})

describe('`totalDocs` of Payload', () => {
  const totalOf = async (path: string) => {
    const { body } = await staff.app.get(`/api/events?limit=1&${path}`)
    return body.totalDocs as number
  }
  const rowsWhere = async (condition: string) =>
    (
      await pool().query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM events WHERE ${condition}`,
      )
    ).rows[0]!.rows

  it.each([
    ['', 'true'],
    ['where[status][equals]=draft', `status = 'draft'`],
    ['where[status][in]=draft,published', `status <> 'cancelled'`],
    ['where[status][not_equals]=draft', `status <> 'draft'`],
    ['where[title][equals]=Many', `title = 'Many'`],
    [
      'where[and][0][status][equals]=published&where[and][1][title][equals]=Many',
      `status = 'published' AND title = 'Many'`,
    ],
    ['where[or][0][status][equals]=published&where[or][1][id][greater_than]=0', 'true'],
  ])('?%s is the number of the rows', async (query, condition) => {
    expect(await totalOf(query)).toBe(await rowsWhere(condition))
  })

  it('of an anonymous caller leaves drafts out', async () => {
    const response = await fetch(`${platform.url}/api/events?limit=1`)
    const { totalDocs } = (await response.json()) as { totalDocs: number }

    expect(totalDocs).toBe(await rowsWhere(`status <> 'draft'`))
  })

  it('comes from the counted events', async () => {
    const before = await totalOf('')
    await pool().query(`INSERT INTO event_counts VALUES ('published', 5)`)

    expect(await totalOf('')).toBe(before + 5)
    expect(await totalOf('where[title][not_equals]=x')).toBe(before)
    await pool().query(`INSERT INTO event_counts VALUES ('published', -5)`)
  })
})
