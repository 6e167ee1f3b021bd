import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'

import { OutboxWakeup } from '../../src/queue/queries/outboxWakeup.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl } from '../support/testPlatform.ts'

let databaseUrl: string
let clients: pg.Client[] = []

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
})
afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()))
  clients = []
})
afterAll(() => dropDatabase(clusterUrl(), databaseUrl))

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  clients.push(client)
  return client
}

const open = async () => OutboxWakeup.open(await connect())

const insert = `INSERT INTO outbox (type, data) VALUES ('user.created', '{"userId": 1}')`

/** Longer than a test may take: only a notification can end it. */
const forEver = 1_000_000
const { signal } = new AbortController()

describe('a relay that sleeps', () => {
  it('is woken by a record, also one that is written in SQL', async () => {
    const wakeup = await open()
    expect(await wakeup.prepare()).toBe(true)
    const waiting = wakeup.wait(forEver, signal)

    await (await connect()).query(insert)

    await waiting
  })

  it('is woken by a record that was written before it waited', async () => {
    const wakeup = await open()
    await wakeup.prepare()

    await (await connect()).query(insert)

    await wakeup.wait(forEver, signal)
  })

  it('does not keep another relay awake, and both are woken', async () => {
    const wakeups = [await open(), await open()]
    for (const wakeup of wakeups) expect(await wakeup.prepare()).toBe(true)
    const waiting = wakeups.map((wakeup) => wakeup.wait(forEver, signal))

    await (await connect()).query(insert)

    await Promise.all(waiting)
  })
})

/** Writes a record in a transaction that is open while a relay wants to sleep. @returns whether it may */
async function prepareDuringWrite(before = ''): Promise<boolean> {
  const [wakeup, writer] = [await open(), await connect()]
  await writer.query(`BEGIN; ${before}; ${insert}`)
  const mayWait = await wakeup.prepare()
  await writer.query('ROLLBACK')
  return mayWait
}

describe('a record that is not committed when a relay wants to sleep', () => {
  it('keeps the relay awake: its commit sends nothing', async () => {
    expect(await prepareDuringWrite()).toBe(false)
  })

  it('would be missed without the lock: this test can fail', async () => {
    const withoutLock = 'ALTER TABLE outbox DISABLE TRIGGER wake_relay'

    expect(await prepareDuringWrite(withoutLock)).toBe(true)
  })
})

it('while the relay is awake, no commit notifies', async () => {
  const [wakeup, listener, writer] = [await open(), await connect(), await connect()]
  const heard: string[] = []
  listener.on('notification', ({ payload = '' }) => heard.push(payload))
  await listener.query('LISTEN robo_events_outbox')
  await wakeup.prepare()
  await writer.query(insert)
  await wakeup.end()

  await writer.query(insert)
  await writer.query(`NOTIFY robo_events_outbox, 'the last'`)
  await listener.query('SELECT 1')

  expect(heard).toEqual(['', 'the last'])
})
