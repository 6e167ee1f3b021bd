import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

import { messageIdOf } from '../../src/features/notifications/jobs/sendEmail.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
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

/** A server, a mail server, and a worker process that the test kills again and again. */
const people = 1000
const kills = 10
const concurrency = 4
/** More at once and a busy machine does not accept all connections in time. */
const concurrentClients = 200

let databaseUrl: string
let mail: MailServer
let server: ServerProcess
let database: ReturnType<typeof openServerDatabase>
let admin: Client
let env: Record<string, string>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  mail = await startMailServer()
  env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: await newDataDir(),
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    PUBLIC_URL: 'https://events.test',
    SMTP_URL: mail.url,
    MAIL_FROM: 'events@events.test',
    MAIL_PER_SECOND: '10000',
    MAIL_CONCURRENCY: String(concurrency),
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
  await mail.stop()
  await dropDatabase(clusterUrl(), databaseUrl)
}, 180_000)

/**
 * Kills a working worker `kills` times. The next worker starts meanwhile.
 *
 * @returns the last worker, which still runs
 */
async function killWorkers() {
  let worker = await startWorkerProcess(env)
  for (let killed = 0; killed < kills; killed += 1) {
    const before = mail.received.length
    const next = startWorkerProcess(env)
    await eventually(
      () => Promise.resolve(mail.received.length - before),
      (delivered) => delivered > 20,
      30_000,
    )
    await sleep(Math.random() * 100)
    worker.kill('SIGKILL')
    await worker.ended
    worker = await next
  }
  return worker
}

it('while workers are killed every email arrives, and a second copy has the same Message-ID', async () => {
  const event = await publishEvent(admin, { maxParticipants: people * 0.75, waitlistEnabled: true })
  const crowd = await database.people(people)
  // The events of the accounts and of the event itself are marked as relayed: their emails do not count.
  await database.rows('UPDATE outbox SET relayed_at = now()')
  const limit = pLimit(concurrentClients)
  const registering = limit.map(crowd, ({ token }) =>
    clientOf(server.url, token).post(`/api/events/${event.id}/register`),
  )
  const worker = await killWorkers()
  const answers = await registering
  const published = await database.rows<{ id: string }>(
    `SELECT id::text FROM outbox WHERE type IN ('registration.confirmed', 'registration.waitlisted')`,
  )
  const wanted = new Set(published.map(({ id }) => messageIdOf(id, 'events.test')))
  await eventually(
    () => Promise.resolve(new Set(mail.received.map(({ messageId }) => messageId)).size),
    (arrived) => arrived >= wanted.size,
    180_000,
  )
  worker.kill('SIGTERM')
  expect(await worker.waitForExit()).toMatchObject({ code: 0 })

  const repeats = mail.received.length - wanted.size
  console.log(`${people} emails, ${kills} kills: ${repeats} sent twice with the same Message-ID`)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 202]))
  expect(published).toHaveLength(people)
  expect(new Set(mail.received.map(({ messageId }) => messageId))).toEqual(wanted)
  // An email that was being sent when its worker died may be sent again, with the same Message-ID.
  expect(repeats).toBeLessThanOrEqual(kills * concurrency)
  expect(
    await database.rows(`SELECT 1 FROM graphile_worker._private_jobs WHERE task_id IN (
    SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'sendEmail')`),
  ).toEqual([])
  expect(await database.brokenInvariants()).toEqual([])
}, 240_000)
