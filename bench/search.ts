/**
 * `npm run bench:search` fills a database with 100,000 events and measures searches, facets and filters with
 * PostgreSQL, and with an OpenSearch node where Java and Maven are there; and the same by `ILIKE`. It has a
 * PostgreSQL of its own in a temporary folder. `--events 1000000 --rounds 50` measures more.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'

import { createApp } from '../src/composition/createApp.ts'
import { poolOf } from '../src/database/connection.ts'
import * as eventSearch from '../src/database/migrations/20261128_080100_event_search.ts'
import { reindex } from '../src/features/search/reindex.ts'
import { createHttpServer } from '../src/http/server.ts'
import { joinBackend } from '../src/runtime/backend.ts'
import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { servicesOf } from '../src/shared/services.ts'
import { hasOpenSearch, startOpenSearch } from '../tests/support/openSearch/openSearchNode.ts'
import { fill, sizeOf } from './growth/fill.ts'
import { planOf, StatementRecorder } from './growth/recorder.ts'
import { describeMachine } from './machine.ts'
import { operations } from './search/operations.ts'
import { quantile, searchTable, type Times } from './search/report.ts'
import { variety } from './search/variety.ts'

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '100' },
  },
})
const events = Number(options.events)
const rounds = Number(options.rounds)

/** Statements that take longer are explained. Milliseconds. */
const slowMillis = 30

const noProgress = { begin: () => undefined, advance: () => undefined, end: () => undefined }

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function measure(work: () => Promise<unknown>, count = rounds): Promise<number[]> {
  for (let round = 0; round < 3; round += 1) await work()
  const times: number[] = []
  for (let round = 0; round < count; round += 1) times.push(await timed(work))
  return times
}

async function get(url: string): Promise<void> {
  const response = await fetch(url)
  const body = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body}`)
}

const ilike = `WITH found AS MATERIALIZED (
    SELECT * FROM events WHERE status <> 'draft'
      AND (title ILIKE $1 OR location ILIKE $1 OR description ILIKE $1))
  SELECT (SELECT count(*) FROM found), id, title FROM found ORDER BY created_at DESC LIMIT 20`

async function measureIlike(client: pg.Client): Promise<Times> {
  const times: Times = new Map()
  for (const { ilike: word, name } of operations) {
    if (word === undefined) continue
    times.set(name, await measure(() => client.query(ilike, [`%${word}%`]), Math.min(rounds, 20)))
  }
  return times
}

async function measureAll(url: string): Promise<Times> {
  const times: Times = new Map()
  for (const { name, route } of operations) {
    console.error(`  ${name}`)
    times.set(name, await measure(() => get(`${url}/api/v1/${route}`)))
  }
  return times
}

/** The plans of the slowest statements of the operations that take long. */
async function explainSlow(url: string, databaseUrl: string, times: Times) {
  const recorder = new StatementRecorder()
  const plans = new Map<string, string>()
  for (const { name, route } of operations) {
    if (quantile(times.get(name)!, 0.5) < slowMillis) continue
    recorder.take()
    await get(`${url}/api/v1/${route}`)
    const slowest = recorder.take().sort((a, b) => b.millis - a.millis)[0]!
    plans.set(name, await planOf(databaseUrl, slowest))
  }
  return plans
}

async function run(databaseUrl: string, dataDir: string): Promise<string> {
  const node = hasOpenSearch ? await startOpenSearch() : undefined
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: 'of this benchmark alone',
    PANEL: 'off',
    CACHE: 'off',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'error',
    DATABASE_STATEMENT_SECONDS: '0',
    DATABASE_READ_SECONDS: '60',
    ...(node ? { SEARCH_URL: node.url } : {}),
  })
  const { env, payload, stop } = await joinBackend(true)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const once = new Map<string, number>()
  once.set('filled', await timed(() => fill(client, sizeOf(events), variety)))
  const args = { db: poolOf(payload) } as never
  await eventSearch.down(args)
  once.set('migration 20261128_080100_event_search', await timed(() => eventSearch.up(args)))
  await client.query('VACUUM (ANALYZE)')

  const server = createHttpServer(createApp({ env, payload }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const machine = await describeMachine(new pg.Pool({ connectionString: databaseUrl, max: 1 }))
  const services = servicesOf(payload)
  const { searchEngine } = services

  console.error('… PostgreSQL')
  services.searchEngine = undefined
  const database = await measureAll(url)
  const plans = await explainSlow(url, databaseUrl, database)
  console.error('… ILIKE')
  const scanned = await measureIlike(client)
  let engine: Times | undefined
  if (searchEngine) {
    services.searchEngine = searchEngine
    once.set('search:reindex', await timed(() => reindex(payload, noProgress)))
    await client.query('UPDATE outbox SET relayed_at = now(); DELETE FROM search_outdated')
    console.error('… OpenSearch')
    engine = await measureAll(url)
    console.error(searchEngine.counts)
  }
  server.closeAllConnections()
  server.close()
  await client.end()
  await stop()
  await node?.stop()
  return searchTable({ machine, events, database, engine, ilike: scanned, once, plans })
}

/** To fill the database without triggers. */
const rights = 'GRANT SET ON PARAMETER session_replication_role TO postgres'

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-search-'))
const database = await startEmbedded(dataDir, { rights })
try {
  console.log(await run(database.url, dataDir))
} finally {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
process.exit()
