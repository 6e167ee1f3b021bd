/**
 * `npm run bench:idle` measures a platform that nobody uses: the processor time and the memory of each
 * process, and the transactions of the database, over a minute. It measures three arrangements: everything
 * in one process as `npm start` has it, a web process next to a worker process, and a web process without
 * the panel.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { ask, startProgram, startTarget, stopProgram, type Usage } from './children.ts'
import { databaseMeter } from './databaseCpu.ts'
import { describeMachine } from './machine.ts'

const seconds = Number(process.argv[2] ?? 60)

/**
 * Milliseconds. The start is over, and so are the two garbage collections that follow a start within 100
 * seconds: each takes 0.3 to 0.5 seconds of processor time, once.
 */
const untilIdleMs = 150_000

interface Arrangement {
  name: string
  env: Record<string, string>
  hasWorkerProcess: boolean
}

const arrangements: Arrangement[] = [
  { name: 'web and worker in one process', env: {}, hasWorkerProcess: false },
  { name: 'web and worker apart', env: { WORKER: 'external' }, hasWorkerProcess: true },
  {
    name: 'web without the panel',
    env: { WORKER: 'external', PANEL: 'off' },
    hasWorkerProcess: false,
  },
]

/** Runs one statement on a connection of its own: an open one would count as use of the database. */
async function withDatabase<Result>(url: string, work: (pool: pg.Pool) => Promise<Result>) {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

/** The transactions since the database was created. Each reading is one transaction itself. */
const countTransactions = (url: string) =>
  withDatabase(url, async (pool) => {
    const { rows } = await pool.query<{ count: number }>(
      'SELECT sum(xact_commit + xact_rollback)::int AS count FROM pg_stat_database',
    )
    return rows[0]!.count
  })

/** Processor time as a share of one core. */
const share = (millis: number) => `${(millis / (seconds * 10)).toFixed(2)} % of a core`

const print = (name: string, before: Usage, after: Usage) =>
  console.log(
    `  ${name.padEnd(11)} ${share(after.cpuMillis - before.cpuMillis)},`,
    `${(after.memoryBytes / 2 ** 20).toFixed(0)} MiB resident`,
  )

async function measure(url: string, dataDir: string, arrangement: Arrangement): Promise<void> {
  const env = {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: 'of the benchmark of idle servers alone',
    LOG_LEVEL: 'error',
    ...arrangement.env,
  }
  const web = await startTarget('serve', env)
  const worker = arrangement.hasWorkerProcess ? startProgram('work', env) : undefined
  const usageOfWorker = () => (worker ? ask<Usage>(worker, 'usage') : undefined)
  try {
    const database = await withDatabase(url, databaseMeter)
    await sleep(untilIdleMs)
    const before = [await web.usage(), await usageOfWorker()] as const
    const databaseBefore = await database?.()
    const transactions = await countTransactions(url)
    await sleep(seconds * 1000)
    const after = [await web.usage(), await usageOfWorker()] as const
    const databaseAfter = await database?.()
    console.log(`${arrangement.name}:`)
    print('web', before[0], after[0])
    if (before[1] && after[1]) print('worker', before[1], after[1])
    if (databaseBefore !== undefined && databaseAfter !== undefined) {
      console.log(`  PostgreSQL  ${share(databaseAfter - databaseBefore)},`)
    }
    const { heapBytes, rssBytes } = await web.rest()
    const [heap, resident] = [heapBytes, rssBytes].map((bytes) => (bytes / 2 ** 20).toFixed(0))
    console.log(`  web after a garbage collection: heap ${heap} MiB, ${resident} MiB resident`)
    console.log(`  ${(await countTransactions(url)) - transactions - 1} transactions`)
  } finally {
    if (worker) await stopProgram(worker)
    await web.stop()
  }
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-idle-'))
const database = await startEmbedded(dataDir)
try {
  console.log(await withDatabase(database.url, describeMachine))
  for (const arrangement of arrangements) await measure(database.url, dataDir, arrangement)
} finally {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
