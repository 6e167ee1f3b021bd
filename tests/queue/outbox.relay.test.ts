import { sql } from '@payloadcms/db-postgres/drizzle'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { createLocalReq } from 'payload'

import { type Connection, inTransaction, rowsOf } from '../../src/database/connection.ts'
import { takeUnrelayed } from '../../src/queue/queries/outbox.ts'
import { jobs } from '../../src/composition/jobs.ts'
import type { EventSubscriber } from '../../src/queue/eventSubscriber.ts'
import { crowd } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { untilLockWaits } from '../support/seatLocks.ts'
import { queuedJobs, relayAll } from '../support/queue.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.stop())

const count = 1000

const waiting = async () => {
  const { rows } = await poolOf(platform.payload).query<{ id: string }>(
    'SELECT id FROM outbox WHERE relayed_at IS NULL ORDER BY id',
  )
  return rows.map(({ id }) => id)
}

describe('relays that work at the same time', () => {
  it('tell each event once', async () => {
    const { payload } = platform
    await crowd(payload, count)
    const events = await waiting()
    expect(events).toHaveLength(count)
    // A job with a key of its own each time: those of other subscribers replace each other.
    const witness: EventSubscriber = {
      name: 'witness',
      jobsFor: (seen) =>
        Promise.resolve(
          seen.map(({ id }) => ({ task: 'witness', key: randomUUID(), payload: { id } })),
        ),
    }
    const subscribers = [...jobs.subscribers, witness]

    const relayed = await Promise.all([1, 2, 3, 4].map(() => relayAll(payload, subscribers)))

    expect(relayed.reduce((sum, each) => sum + each)).toBe(count)
    expect(await waiting()).toEqual([])
    const queued = await queuedJobs(payload)
    const witnessed = queued.filter(({ task }) => task === 'witness')
    const ids = witnessed.map((job) => (job.payload as { id: string }).id)
    expect(ids.toSorted((one, other) => Number(one) - Number(other))).toEqual(events)
    const emails = queued.filter(({ task }) => task === 'sendEmail')
    expect(new Set(emails.map(({ key }) => key))).toEqual(
      new Set(events.map((id) => `email:${id}`)),
    )
    expect(emails).toHaveLength(count)
  })
})

type Take = (connection: Connection, limit: number) => Promise<{ id: string }[]>

/** Takes as the relay does, but for the lock. */
const carelessly: Take = (connection, limit) =>
  rowsOf(
    connection,
    sql`WITH waiting AS (
          SELECT id FROM outbox WHERE relayed_at IS NULL ORDER BY id LIMIT ${limit}::int
        )
        UPDATE outbox SET relayed_at = clock_timestamp() FROM waiting
        WHERE outbox.id = waiting.id RETURNING outbox.id::text`,
  )

/** Two take before the first of them has committed. @returns what both have taken */
async function takenByBoth(take: Take): Promise<string[]> {
  const { payload } = platform
  const inOwn = async <Result>(work: (connection: Connection) => Promise<Result>) =>
    inTransaction(await createLocalReq({}, payload), work)
  const ids = (events: { id: string }[]) => events.map(({ id }) => id)
  let second: Promise<string[]> | undefined
  const first = await inOwn(async (connection) => {
    const taken = ids(await take(connection, 10))
    second = inOwn(async (other) => ids(await take(other, 10)))
    await Promise.race([second, untilLockWaits(poolOf(payload), 1)])
    return taken
  })
  const then = (await second)!
  expect([first.length, then.length]).toEqual([10, 10])
  return first.filter((id) => then.includes(id))
}

describe('two that take from the outbox before either has committed', () => {
  it('take different events', async () => {
    await crowd(platform.payload, 20)

    expect(await takenByBoth(takeUnrelayed)).toEqual([])
  })

  it('would take the same ones without the lock: this test can fail', async () => {
    await crowd(platform.payload, 20)

    expect(await takenByBoth(carelessly)).toHaveLength(10)
  })
})
