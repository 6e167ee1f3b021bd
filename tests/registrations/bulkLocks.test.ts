import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { crowd } from '../factories/users.ts'
import { newCaller, signedInAttendees, type Caller } from '../support/callers.ts'
import type { ApiResponse } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** A bulk change waits in the middle: everybody else must be able to register for other events. */
let platform: TestPlatform
let owner: Caller
let admin: Caller
const releases: (() => Promise<void>)[] = []

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
  admin = await newCaller(platform, 'admin')
})

afterEach(async () => {
  for (const release of releases.splice(0)) await release()
})

afterAll(() => platform.stop())

/** Holds a row from another connection, so that a change of it waits. */
async function hold(statement: string, id: number) {
  const client = await poolOf(platform.payload).connect()
  await client.query('BEGIN')
  await client.query(statement, [id])
  const release = async () => {
    await client.query('ROLLBACK')
    client.release()
  }
  releases.push(release)
  return async () => {
    releases.splice(releases.indexOf(release), 1)
    await release()
  }
}

const waiting = async () => {
  const { rows } = await poolOf(platform.payload).query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE NOT granted AND datname = current_database()`,
  )
  return rows[0]!.count
}

async function ownEvents(count: number, title: string) {
  const events = []
  for (let index = 0; index < count; index += 1) {
    events.push(
      await createEvent(platform.payload, { title, createdBy: owner.id, status: 'draft' }),
    )
  }
  return events
}

async function registersMeanwhile(running: Promise<ApiResponse>) {
  await eventually(waiting, (count) => count > 0, 10_000)
  const other = await createEvent(platform.payload, {})
  const [person] = await signedInAttendees(platform, 1)
  const registered = await person!.client.post(`/api/events/${other.id}/register`)
  expect(registered.status).toBeLessThan(300)
  await expect(Promise.race([running, Promise.resolve('still running')])).resolves.toBe(
    'still running',
  )
}

const rowOf = (table: string) => `SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`

describe('others register for other events during', () => {
  it('a bulk change of events', async () => {
    const [first] = await ownEvents(3, 'held back')
    const release = await hold(rowOf('events'), first!.id)

    const changing = owner.rest.patch('/api/events?where[title][equals]=held back', {
      location: 'Bonn',
    })
    await registersMeanwhile(changing)
    await release()

    expect((await changing).body.docs).toHaveLength(3)
  })

  it('a bulk deletion of events', async () => {
    const [first] = await ownEvents(3, 'held to delete')
    const release = await hold(rowOf('events'), first!.id)

    const deleting = owner.rest.delete('/api/events?where[title][equals]=held to delete')
    await registersMeanwhile(deleting)
    await release()

    expect((await deleting).body.docs).toHaveLength(3)
  })

  it('the restoring of a version', async () => {
    const [event] = await ownEvents(1, 'restored')
    const { body } = await owner.rest.get(`/api/events/versions?where[parent][equals]=${event!.id}`)
    const release = await hold(rowOf('events'), event!.id)

    const restoring = owner.rest.post(`/api/events/versions/${body.docs[0].id}`)
    await registersMeanwhile(restoring)
    await release()

    expect((await restoring).status).toBe(200)
  })

  it('a bulk change of registrations', async () => {
    const event = await createEvent(platform.payload, {})
    const [person] = await signedInAttendees(platform, 1)
    await person!.client.post(`/api/events/${event.id}/register`)
    const { body } = await admin.rest.get(`/api/registrations?where[event][equals]=${event.id}`)
    const release = await hold(rowOf('registrations'), body.docs[0].id)

    const changing = admin.rest.patch(`/api/registrations?where[event][equals]=${event.id}`, {
      state: 'cancelled',
    })
    await registersMeanwhile(changing)
    await release()

    expect((await changing).body.docs).toHaveLength(1)
  })

  it('a bulk change of users', async () => {
    const people = await crowd(platform.payload, 3)
    const ids = people.map(({ id }) => id)
    const release = await hold(
      'SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE',
      Math.min(...ids),
    )

    const changing = admin.rest.patch(`/api/users?where[id][in]=${ids.join()}`, {
      displayName: 'Robot',
    })
    await registersMeanwhile(changing)
    await release()

    expect((await changing).body.docs).toHaveLength(3)
  })
})

describe('a bulk change', () => {
  it('has a transaction for each batch, and answers with all of them', async () => {
    await ownEvents(120, 'many')

    const { status, body } = await owner.rest.patch(
      '/api/events?where[title][equals]=many&depth=0&select[location]=true',
      { location: 'Kiel' },
    )

    expect([status, body.docs.length, body.errors]).toEqual([200, 120, []])
    expect(body.message).toBe('Updated 120 Events successfully.')
    const { rows } = await poolOf(platform.payload).query<{ transactions: number }>(
      `SELECT count(DISTINCT xmin::text)::int AS transactions FROM events WHERE title = 'many'`,
    )
    expect(rows[0]!.transactions).toBe(3)
  })

  it('changes as many as its limit says', async () => {
    await ownEvents(4, 'limited')

    const { body } = await owner.rest.patch(
      '/api/events?where[title][equals]=limited&limit=2&sort=-id',
      { location: 'Jena' },
    )

    expect(body.docs).toHaveLength(2)
  })

  it('touches nothing of others, and says so to strangers', async () => {
    await createEvent(platform.payload, { title: 'of others' })
    const where = 'where[title][equals]=of others'

    const { body } = await owner.rest.patch(`/api/events?${where}`, { location: 'Mine' })

    expect(body.docs).toEqual([])
  })

  it('needs a filter', async () => {
    expect((await owner.rest.patch('/api/events', { location: 'Mine' })).status).toBe(400)
    expect((await owner.rest.delete('/api/events')).status).toBe(400)
  })
})
