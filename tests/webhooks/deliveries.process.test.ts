import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { type Client, clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  killServers,
  type ServerProcess,
  startServer,
  startWorkerProcess,
} from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'
import {
  startWebhookReceiver,
  verified,
  type WebhookReceiver,
  withStatus,
} from '../support/webhookReceiver.ts'

/**
 * A server, receivers, and a worker process that the test kills again and again. The whole proof, which takes
 * six minutes, is `WEBHOOK_SOAK_PEOPLE=2000 WEBHOOK_SOAK_KILLS=20`.
 */
const people = Number(process.env.WEBHOOK_SOAK_PEOPLE ?? 500)
const kills = Number(process.env.WEBHOOK_SOAK_KILLS ?? 5)
const concurrentClients = 100

let databaseUrl: string
let well: WebhookReceiver
let dead: WebhookReceiver
let server: ServerProcess
let database: ReturnType<typeof openServerDatabase>
let admin: Client
let env: Record<string, string>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  well = await startWebhookReceiver()
  dead = await startWebhookReceiver()
  dead.answer(() => undefined)
  env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: await newDataDir(),
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    WEBHOOKS_ALLOW_PRIVATE: 'on',
    WORKER: 'external',
  }
  server = await startServer({ env })
  database = openServerDatabase(databaseUrl)
  admin = await signInAdmin(server.url)
}, 180_000)

afterAll(async () => {
  server.kill('SIGTERM')
  await server.waitForExit()
  killServers()
  await database.end()
  await Promise.all([well.stop(), dead.stop()])
  await dropDatabase(clusterUrl(), databaseUrl)
}, 180_000)

const types = ['registration.confirmed', 'registration.waitlisted']

async function newEndpoint({ url }: WebhookReceiver) {
  const made = await admin.post('/api/webhooks', { url, events: types })
  const { id } = made.body.doc
  return (await admin.post(`/api/webhooks/${id}/secret`)).body.secret as string
}

/**
 * Kills a working worker `kills` times, each time when it has delivered a few more messages. The next
 * worker starts meanwhile.
 *
 * @returns the last worker, which still runs
 */
async function killWorkers() {
  let worker = await startWorkerProcess(env)
  for (let killed = 0; killed < kills; killed += 1) {
    const before = well.received.length
    const next = startWorkerProcess(env)
    await eventually(
      () => Promise.resolve(well.received.length - before),
      (delivered) => delivered > 10 || well.received.length >= people,
      60_000,
    )
    await sleep(Math.random() * 100)
    worker.kill('SIGKILL')
    await worker.ended
    worker = await next
  }
  return worker
}

it('while workers are killed every message arrives, and a second copy has the same id', async () => {
  // The receiver takes its time, so that messages are in flight when a worker dies.
  well.answer((res) => void setTimeout(() => res.writeHead(204).end(), 20))
  const signing = await newEndpoint(well)
  await newEndpoint(dead)
  const event = await publishEvent(admin, { maxParticipants: people * 0.75, waitlistEnabled: true })
  const crowd = await database.people(people)
  await database.rows('UPDATE outbox SET relayed_at = now() WHERE relayed_at IS NULL')
  const limit = pLimit(concurrentClients)
  const registering = limit.map(crowd, ({ token }) =>
    clientOf(server.url, token).post(`/api/events/${event.id}/register`),
  )
  const worker = await killWorkers()
  const answers = await registering
  const published = await database.rows<{ id: string }>(
    'SELECT id::text FROM outbox WHERE type = ANY ($1) ORDER BY id',
    [types],
  )
  const sequences = () =>
    new Map(well.received.map(({ body }) => [String(body.data.sequence), true]))
  await eventually(
    () => Promise.resolve(sequences().size),
    (arrived) => arrived >= people,
    240_000,
  )
  const ids = new Map<string, Set<string>>()
  for (const { body, id } of well.received) {
    const key = String(body.data.sequence)
    ids.set(key, (ids.get(key) ?? new Set()).add(id))
  }
  const firsts = well.received.filter(
    ({ id }, index) => well.received.findIndex((each) => each.id === id) === index,
  )
  const order = firsts.map(({ body }) => body.data.sequence as number)
  const repeats = well.received.length - people
  console.log(`${people} messages, ${kills} kills: ${repeats} sent twice with the same id`)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 202]))
  expect([...ids.keys()].sort()).toEqual(published.map(({ id }) => id).sort())
  expect([...ids.values()].every((each) => each.size === 1)).toBe(true)
  expect(verified(well.received.at(-1)!, signing)).toBeDefined()
  // One message of an event is in flight at a time, so each kill repeats one at most, and keeps the order.
  expect(repeats).toBeLessThanOrEqual(kills)
  expect(order).toEqual([...order].sort((one, other) => one - other))
  // The receiver that never answers got few messages, and lost none. The last message to the other one has
  // arrived there a moment before its delivery is recorded.
  const undelivered = () =>
    database.rows<{ count: number }>(`SELECT count(*)::int AS count FROM webhook_deliveries
      WHERE status <> 'delivered'`)
  const left = await eventually(undelivered, ([row]) => row!.count <= people)
  expect(left).toEqual([{ count: people }])
  dead.answer(withStatus(204))
  worker.kill('SIGTERM')
  expect(await worker.waitForExit()).toMatchObject({ code: 0 })
  expect(await database.brokenInvariants()).toEqual([])
}, 600_000)
