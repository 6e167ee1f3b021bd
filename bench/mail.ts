/**
 * `npm run bench:mail` measures the time from a commit to the arrival of its email at the mail server,
 * idle and with 10,000 emails in the queue, and the number of emails a second. One worker runs in its
 * own process. A real SMTP server runs in this one. The number of emails a second is not limited.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

import { messageIdOf } from '../src/features/notifications/jobs/sendEmail.ts'
import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { startMailServer } from '../tests/support/mailServer.ts'
import { ask, startProgram, stopProgram, type Usage } from './children.ts'
import { describeMachine } from './machine.ts'
import { seedCallers, seedEvents } from './seed.ts'

const backlog = 10_000
/** The number of emails whose delay is measured. */
const timed = 200
const pauseMs = 20

const percentile = (sorted: number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!)

const anonymous = { sign: () => '' } as unknown as Parameters<typeof seedCallers>[1]

async function untilMigrated(pool: pg.Pool) {
  for (;;) {
    const { rows } = await pool.query<{ there: unknown }>(
      `SELECT to_regclass('graphile_worker._private_jobs') AS there`,
    )
    if (rows[0]!.there) return
    await sleep(100)
  }
}

async function run(
  pool: pg.Pool,
  mail: Awaited<ReturnType<typeof startMailServer>>,
  usage: () => Promise<Usage>,
) {
  const committed = new Map<string, number>()
  const arrivals = () =>
    new Map(mail.received.map(({ messageId, at }) => [messageId, at.getTime()]))

  const untilArrived = async (count: number) => {
    while (mail.received.length < count) await sleep(20)
  }
  /** Makes changes one at a time, and records when each was committed. @returns the emails' Message-IDs */
  const time = async (type: string, change: (index: number) => Promise<unknown>) => {
    const { rows } = await pool.query<{ last: string }>(
      'SELECT coalesce(max(id), 0) AS last FROM outbox',
    )
    const instants: number[] = []
    for (let index = 0; index < timed; index += 1) {
      await change(index)
      instants.push(Date.now())
      await sleep(pauseMs)
    }
    const published = await pool.query<{ id: string }>(
      'SELECT id::text FROM outbox WHERE id > $1 AND type = $2 ORDER BY id',
      [rows[0]!.last, type],
    )
    for (const [index, { id }] of published.rows.entries()) {
      committed.set(messageIdOf(id, 'localhost'), instants[index]!)
    }
    return published.rows.map(({ id }) => messageIdOf(id, 'localhost'))
  }
  const delays = async (ids: string[]) => {
    while (!ids.every((id) => arrivals().has(id))) await sleep(50)
    const arrived = arrivals()
    const sorted = ids.map((id) => arrived.get(id)! - committed.get(id)!).sort((a, b) => a - b)
    return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) }
  }

  const people = await seedCallers(pool, anonymous, backlog + timed)
  await pool.query('UPDATE outbox SET relayed_at = now()')
  const [idle, rush] = await seedEvents(pool, 2, { capacity: backlog + timed })
  await sleep(1000)
  const register = (eventId: number, ids: number[]) =>
    pool.query(
      `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code, registered_at)
       SELECT $1, id, 1, 'confirmed', gen_random_uuid(), now() FROM unnest($2::int[]) id`,
      [eventId, ids],
    )

  const alone = await time('registration.confirmed', (index) =>
    register(idle!, [people[index]!.id]),
  )
  console.log('idle, commit to SMTP:', await delays(alone), 'ms')

  const before = mail.received.length
  for (let from = 0; from < backlog; from += 500) {
    await register(
      rush!,
      people.slice(from, from + 500).map(({ id }) => id),
    )
  }
  const began = performance.now()
  const { cpuMillis } = await usage()
  const link = await time('user.password_reset_requested', (index) =>
    pool.query(
      `UPDATE users SET reset_password_token = gen_random_uuid(),
              reset_password_expiration = now() + interval '1 hour' WHERE id = $1`,
      [people[backlog + index]!.id],
    ),
  )
  const waiting = mail.received.length - before
  console.log(
    `${backlog - waiting} or more waiting, an email that a person waits for:`,
    await delays(link),
    'ms',
  )
  await untilArrived(before + backlog + timed)
  const seconds = (performance.now() - began) / 1000
  const cpu = ((await usage()).cpuMillis - cpuMillis) / (backlog + timed)
  console.log(
    `throughput: ${Math.round((backlog + timed) / seconds)} emails a second,`,
    `${cpu.toFixed(1)} ms of the worker's processor time each`,
  )
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-bench-'))
const database = await startEmbedded(dataDir)
const mail = await startMailServer()
const pool = new pg.Pool({ connectionString: database.url, max: 4 })
const worker = startProgram('work', {
  DATABASE_URL: database.url,
  DATA_DIR: dataDir,
  PAYLOAD_SECRET: 'of this bench alone',
  SMTP_URL: mail.url,
  MAIL_FROM: 'events@events.test',
  MAIL_PER_SECOND: '10000',
})
try {
  await untilMigrated(pool)
  console.log(await describeMachine(pool))
  await run(pool, mail, () => ask<Usage>(worker, 'usage'))
} finally {
  await stopProgram(worker)
  await pool.end()
  await mail.stop()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
