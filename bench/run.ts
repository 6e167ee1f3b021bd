/**
 * `npm run bench` measures the requests per second of the platform, and of baselines in the same run. It
 * uses its own PostgreSQL with a temporary data folder, or the database of `DATABASE_URL`, where the
 * registrations remain.
 */
import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

import { brokenInvariants } from '../src/features/registrations/queries/invariants.ts'
import { Tokens } from '../src/features/accounts/tokens.ts'
import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { startProgram, startTarget, stopProgram, type Target } from './children.ts'
import { databaseMeter } from './databaseCpu.ts'
import { describeMachine } from './machine.ts'
import { measure, type Measured, type Tools } from './measure.ts'
import { type Options, readOptions } from './options.ts'
import { asTable, withRatios } from './report.ts'
import { scenarios } from './scenarios/index.ts'
import type { TargetName } from './scenarios/scenario.ts'
import { seedCallers } from './seed.ts'
import { measureStatements, statementTable } from './statements.ts'
import { measureSignInRush, signInRushLines } from './signInRush.ts'
import { measureVisible, visibleLines } from './visible.ts'

/** More than a server on a small machine handles. On a faster machine the measurement ends earlier. */
const callersPerSecond = 10_000

const environment = (databaseUrl: string, dataDir: string, tokenSecret: string) => ({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  PAYLOAD_SECRET: randomBytes(32).toString('hex'),
  TOKEN_KEYS: `bench:${tokenSecret}`,
  PANEL: 'off',
  WORKER: 'external',
  // Requests are measured, as they are wherever somebody operates the platform.
  METRICS_TOKEN: randomBytes(32).toString('hex'),
  // The rate limits count as usual, with a limit that one client address does not reach.
  RATE_LIMIT_REQUESTS: '99999999/10',
})

async function startTargets(platform: ReturnType<typeof environment>, tokenSecret: string) {
  // One after another: the first one migrates the database.
  const server = await startTarget('serve', platform)
  const uncached = await startTarget('serve', { ...platform, CACHE: 'off' })
  const lockCountInsert = await startTarget('benchLockCountInsert', platform)
  const pbkdf2 = await startTarget('benchPbkdf2', platform)
  const express = await startTarget('benchExpress', { TOKEN_SECRET: tokenSecret })
  const raw = await startTarget('benchRaw', {})
  const finished = { PLATFORM: server.url }
  const expressFinished = await startTarget('benchFinished', { ...finished, WITH: 'express' })
  const rawFinished = await startTarget('benchFinished', { ...finished, WITH: 'http' })
  return {
    server,
    uncached,
    lockCountInsert,
    pbkdf2,
    express,
    raw,
    expressFinished,
    rawFinished,
  } satisfies Record<TargetName, Target>
}

/** Does the work while a second server runs on the same database. */
async function withSecondServer<Result>(
  platform: ReturnType<typeof environment>,
  work: (other: Target) => Promise<Result>,
): Promise<Result> {
  const other = await startTarget('serve', platform)
  try {
    return await work(other)
  } finally {
    await other.stop()
  }
}

/** @throws {Error} when an invariant of the seats is broken */
async function checkInvariants(pool: pg.Pool) {
  const broken = await brokenInvariants(drizzle(pool))
  if (broken.length > 0) throw new Error(`Invariants are broken: ${JSON.stringify(broken)}`)
}

const isWanted = (name: string, { only }: Options) => only.length === 0 || only.includes(name)

async function measureAll(tools: Tools, options: Options): Promise<Measured[]> {
  const all: Measured[] = []
  for (const scenario of scenarios) {
    if (!isWanted(scenario.name, options)) continue
    if (!options.json) console.error(`… ${scenario.title}`)
    all.push(await measure(tools, scenario))
  }
  return all
}

async function measureRushes(tools: Tools, options: Options) {
  if (!isWanted('sign-in-rush', options)) return []
  const { server, pbkdf2 } = tools.bench.targets
  return [
    await measureSignInRush(tools, 'argon2id, in threads of its own', server),
    await measureSignInRush(tools, "PBKDF2, in libuv's threads", pbkdf2),
  ]
}

async function runAll(options: Options, databaseUrl: string, dataDir: string) {
  const secret = randomBytes(32).toString('hex')
  const tokens = new Tokens([{ kid: 'bench', secret }])
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', () => undefined)
  const platform = environment(databaseUrl, dataDir, secret)
  const targets = await startTargets(platform, secret)
  const loader = startProgram('benchLoad')
  try {
    const machine = await describeMachine(pool)
    const callers = await seedCallers(pool, tokens, callersPerSecond * options.seconds)
    // Only this table: statistics of the empty tables would give bad plans for a minute.
    await pool.query('VACUUM ANALYZE users')
    const tools = {
      bench: { pool, callers, targets, connections: options.connections },
      loader,
      seconds: options.seconds,
      profile: options.profile,
      databaseMillis: await databaseMeter(pool),
    }
    const all = await measureAll(tools, options)
    const statements = isWanted('statements', options)
      ? await measureStatements(databaseUrl, callers, tools.databaseMillis)
      : []
    const visible = isWanted('visible', options)
      ? await withSecondServer(platform, (other) =>
          measureVisible(pool, callers, targets.server, other),
        )
      : undefined
    const signInRush = await measureRushes(tools, options)
    console.log(
      options.json
        ? JSON.stringify(
            { machine, results: withRatios(all), statements, visible, signInRush },
            null,
            2,
          )
        : [
            asTable(machine, all),
            ...statementTable(statements),
            ...visibleLines(visible),
            ...signInRushLines(signInRush),
            '',
          ].join('\n'),
    )
    await checkInvariants(pool)
    // A measurement with errors says nothing.
    if (all.some(({ errors }) => errors > 0)) process.exitCode = 1
    if (!options.json) console.log('Every seat adds up: the invariants hold.')
  } finally {
    await Promise.all([stopProgram(loader), ...Object.values(targets).map(({ stop }) => stop())])
    await pool.end()
  }
}

const options = readOptions(process.argv.slice(2))
const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-bench-'))
const given = process.env.DATABASE_URL
const database = given ? undefined : await startEmbedded(dataDir)
try {
  await runAll(options, given ?? database!.url, dataDir)
} finally {
  await database?.stop()
  await rm(dataDir, { recursive: true, force: true })
}
