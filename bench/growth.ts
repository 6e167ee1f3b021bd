/**
 * `npm run bench:growth` measures how the time of a request, of a page of the panel and of a scheduled task
 * grows with the number of events: 1,000 to 1,000,000, with five registrations each. It uses its own
 * PostgreSQL with a temporary data folder. With `DATABASE_URL`, of a superuser, it makes a database for each
 * size in that cluster and leaves them there: the next run does not fill them again.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { startProgram, stopProgram } from './children.ts'
import { fill, sizeOf } from './growth/fill.ts'
import { type GrowthOptions, readGrowthOptions } from './growth/options.ts'
import { growthTable } from './growth/report.ts'
import type { MeasuredSize, MeasureOrder } from './growth/types.ts'
import { describeMachine } from './machine.ts'

const databaseOf = (clusterUrl: string, name: string) => {
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Measures in a process of its own: Payload opens one database in a process. */
async function inProcess<Answer>(databaseUrl: string, dataDir: string, order: MeasureOrder) {
  const child = startProgram('benchGrowthMeasure', {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: 'of this benchmark alone',
    PANEL: 'off',
    CACHE: 'off',
    RATE_LIMITS: 'off',
    WORKER: 'external',
    LOG_LEVEL: 'error',
    GROWTH_ORDER: JSON.stringify(order),
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('The measuring process has ended. Its output is above.')
  })
  try {
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer]
    return answer
  } finally {
    void ended.catch(() => undefined)
    await stopProgram(child)
  }
}

async function filledDatabase(clusterUrl: string, dataDir: string, events: number) {
  const name = `growth_${events}`
  const url = databaseOf(clusterUrl, name)
  const isNew = await connected(clusterUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name}`)
    return rowCount === 0
  })
  await inProcess(url, dataDir, { what: 'migrate' })
  if (isNew) await connected(url, (client) => fill(client, sizeOf(events)))
  return url
}

async function measureSize(
  clusterUrl: string,
  dataDir: string,
  events: number,
  { only, rounds }: GrowthOptions,
): Promise<MeasuredSize> {
  console.error(`… ${events.toLocaleString('en')} events`)
  const url = await filledDatabase(clusterUrl, dataDir, events)
  const operations = await inProcess<MeasuredSize['operations']>(url, dataDir, {
    what: 'measure',
    events,
    only,
    rounds,
  })
  return { events, operations }
}

async function run(options: GrowthOptions, clusterUrl: string, dataDir: string) {
  const pool = new pg.Pool({ connectionString: clusterUrl, max: 1 })
  const machine = await describeMachine(pool)
  await pool.end()
  const sizes: MeasuredSize[] = []
  for (const events of options.sizes) {
    sizes.push(await measureSize(clusterUrl, dataDir, events, options))
  }
  console.log(
    options.json ? JSON.stringify({ machine, sizes }, null, 2) : growthTable(machine, sizes),
  )
}

const options = readGrowthOptions(process.argv.slice(2))
/** To create databases, and to fill them without triggers. */
const rights =
  'ALTER ROLE postgres CREATEDB; GRANT SET ON PARAMETER session_replication_role TO postgres'

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-growth-'))
const given = process.env.DATABASE_URL
const database = given ? undefined : await startEmbedded(dataDir, { rights })
try {
  await run(options, given ?? database!.url, dataDir)
} finally {
  await database?.stop()
  await rm(dataDir, { recursive: true, force: true })
}
