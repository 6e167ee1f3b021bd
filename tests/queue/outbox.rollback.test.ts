import { sql } from '@payloadcms/db-postgres/drizzle'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { createLocalReq } from 'payload'

import { inTransaction, poolOf as connectionsOf } from '../../src/database/connection.ts'
import { addJobs } from '../../src/queue/queries/jobs.ts'
import { jobs } from '../../src/composition/jobs.ts'
import type { EventSubscriber } from '../../src/queue/eventSubscriber.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { createUser, password } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { eventsPublishedBy, typesOf } from '../support/publishedEvents.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { clientOf } from '../support/client.ts'
import { queuedJobs, relayAll } from '../support/queue.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let owner: Caller

beforeAll(async () => {
  platform = await startTestPlatform()
  owner = await newCaller(platform, 'admin')
  await relayAll(platform.payload)
})
afterAll(() => platform.stop())

/** What is told, and what is queued after the relay has been by. */
async function consequences(act: () => Promise<unknown>) {
  const told = await eventsPublishedBy(platform.payload, act)
  const before = (await queuedJobs(platform.payload)).length
  const relayed = await relayAll(platform.payload)
  const queued = (await queuedJobs(platform.payload)).slice(before)
  return { told: typesOf(told), relayed, queued: queued.length }
}
const none = { told: [], relayed: 0, queued: 0 }

type Status = Promise<{ status: number }>

/** Changes that end in an answer, each with what it tells, and how many emails follow, when it is done. */
const changes: [string, () => Promise<() => Status>, { told: string[]; queued: number }][] = [
  [
    'a registration over REST',
    async () => {
      const { id } = await createEvent(platform.payload)
      return () => owner.rest.post('/api/registrations', { event: id })
    },
    { told: ['registration.confirmed'], queued: 1 },
  ],
  [
    'a new account',
    () => {
      const username = `account-${randomUUID()}`
      const data = { username, email: `${username}@example.com`, password, timezone: 'UTC' }
      return Promise.resolve(() => clientOf(platform.url).post('/api/users', data))
    },
    { told: ['user.created'], queued: 1 },
  ],
  [
    'a cancelled event, with those who came',
    async () => {
      const { id } = await createEvent(platform.payload)
      const guests = [await newCaller(platform), await newCaller(platform)]
      for (const { app } of guests) await app.post(`events/${id}/register/`)
      return () => owner.rest.patch(`/api/events/${id}`, { status: 'cancelled' })
    },
    { told: ['event.cancelled', 'registration.cancelled', 'registration.cancelled'], queued: 2 },
  ],
  [
    'another place of an event',
    async () => {
      const { id } = await createEvent(platform.payload)
      return () => owner.app.patch(`events/${id}/`, { location: 'Bonn' })
    },
    { told: ['event.changed'], queued: 1 },
  ],
]

describe.each(changes)('%s', (_name, prepare, consequence) => {
  const collections = ['events', 'registrations', 'users'] as const
  const hooksOf = (slug: (typeof collections)[number]) =>
    platform.payload.collections[slug].config.hooks.afterChange as (() => unknown)[]

  let change: () => Status
  beforeEach(async () => {
    change = await prepare()
    await relayAll(platform.payload)
  })
  afterEach(() => poolOf(platform.payload).query('DROP FUNCTION IF EXISTS fail_commit() CASCADE'))

  it('is told and queued when it is done', async () => {
    const { told, ...after } = await consequences(async () => {
      expect((await change()).status).toBeLessThan(300)
    })

    expect({ told, queued: after.queued }).toEqual(consequence)
    expect(after.relayed).toBe(told.length)
  })

  it('leaves nothing when a rule throws after the write', async () => {
    const fault = () => {
      throw new Error('Too late')
    }
    for (const slug of collections) hooksOf(slug).push(fault)

    const after = await consequences(async () => {
      expect((await change()).status).toBe(500)
    }).finally(() => {
      for (const slug of collections) hooksOf(slug).pop()
    })

    expect(after).toEqual(none)
  })

  it.each([
    ['is refused', "RAISE EXCEPTION 'refused'", 500],
    ['is cut off', 'PERFORM pg_terminate_backend(pg_backend_pid())', 503],
  ])('leaves nothing when the commit %s', async (_how, fault, status) => {
    // Deferred: it runs within COMMIT, when every statement of the change has already succeeded.
    await connectionsOf(platform.payload).execute(
      sql.raw(`
        CREATE FUNCTION fail_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN ${fault}; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER fail_commit AFTER INSERT ON outbox
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_commit();`),
    )

    const after = await consequences(async () => {
      expect((await change()).status).toBe(status)
    })

    expect(after).toEqual(none)
  })
})

describe('nothing is told of', () => {
  it('a change whose precondition fails after it was made', async () => {
    const { id } = await createEvent(platform.payload)
    await owner.app.post(`events/${id}/register/`)
    await relayAll(platform.payload)
    const headers = { 'If-Match': '"of long ago"' }

    const after = await consequences(async () => {
      const change = await owner.app.patch(`events/${id}/`, { title: 'Late' }, { headers })
      expect(change.status).toBe(412)
      const cancel = { status: 'cancelled' }
      expect((await owner.app.patch(`events/${id}/`, cancel, { headers })).status).toBe(412)
    })

    expect(after).toEqual(none)
  })

  it('a deletion whose precondition fails', async () => {
    const { id } = await createEvent(platform.payload)
    await relayAll(platform.payload)
    const headers = { 'If-Match': '"of long ago"' }

    const after = await consequences(async () => {
      expect((await owner.app.delete(`events/${id}/`, { headers })).status).toBe(412)
    })

    expect(after).toEqual(none)
  })

  it('a request that is repeated under its key, or sent differently under it', async () => {
    const { id } = await createEvent(platform.payload)
    const headers = { 'Idempotency-Key': randomUUID() }
    const register = (seats: number) =>
      owner.app.post(`events/${id}/register/`, { seats }, { headers })
    expect((await register(1)).status).toBe(200)
    await relayAll(platform.payload)

    const after = await consequences(async () => {
      expect((await register(1)).status).toBe(200)
      expect((await register(2)).status).toBe(422)
    })

    expect(after).toEqual(none)
  })

  it('data that are refused', async () => {
    const after = await consequences(async () => {
      const backwards = eventData({ endDate: '2001-01-01T00:00:00.000Z' })
      expect((await owner.rest.post('/api/events', backwards)).status).toBe(400)
    })

    expect(after).toEqual(none)
  })
})

describe('the relay', () => {
  it('marks nothing and queues nothing when a subscriber fails, and comes again', async () => {
    await createUser(platform.payload)
    const before = await queuedJobs(platform.payload)
    const broken: EventSubscriber = {
      name: 'broken',
      jobsFor: () => Promise.reject(new Error('Broken')),
    }

    const relayed = relayAll(platform.payload, [...jobs.subscribers, broken])

    await expect(relayed).rejects.toThrow('Broken')
    expect(await queuedJobs(platform.payload)).toEqual(before)
    expect(await relayAll(platform.payload)).toBe(1)
    expect(await queuedJobs(platform.payload)).toHaveLength(before.length + 1)
  })

  it('has what it queued undone with the transaction that queued it', async () => {
    const before = await queuedJobs(platform.payload)
    const req = await createLocalReq({}, platform.payload)

    const work = inTransaction(req, async (connection) => {
      await addJobs(connection, [{ task: 'sendEmail', key: randomUUID(), payload: {} }])
      throw new Error('Undone')
    })

    await expect(work).rejects.toThrow('Undone')
    expect(await queuedJobs(platform.payload)).toEqual(before)
  })
})
