import type { ChildProcess } from 'node:child_process'

import { ask } from './children.ts'
import type { Load, Outcome } from './load.ts'
import type { SelfTime } from './profile.ts'
import type { Bench, Scenario } from './scenarios/scenario.ts'

/** Seconds of the same load before the measurement: Node compiles the code and opens connections. */
const warmUpSeconds = 2

export interface Measured {
  name: string
  title: string
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Lost connections, and responses with an unexpected status. */
  errors: number
  statuses: Record<string, number>
  /** Processor time for each request in milliseconds, of the server and of PostgreSQL. */
  serverMillis: number
  databaseMillis: number | undefined
  memoryMegabytes: number
  /** Bytes that PostgreSQL wrote to its write-ahead log for each request. */
  walBytes: number
  profile?: SelfTime[]
}

export interface Tools {
  bench: Bench
  loader: ChildProcess
  seconds: number
  profile: boolean
  databaseMillis: (() => Promise<number>) | undefined
}

async function walPosition({ pool }: Bench): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes`,
  )
  return Number(rows[0]!.bytes)
}

async function run({ bench, loader }: Tools, scenario: Scenario, seconds: number) {
  const load: Load = {
    url: bench.targets[scenario.target].url,
    connections: scenario.connections ?? bench.connections,
    seconds,
    ...(await scenario.prepare(bench)),
  }
  return () => ask<Outcome>(loader, load)
}

const unexpected = ({ statuses }: Outcome, expected: number[]) =>
  Object.entries(statuses)
    .filter(([code]) => !expected.includes(Number(code)))
    .reduce((sum, [, count]) => sum + count, 0)

/** Runs a scenario: first the warm-up, then the measurement. */
export async function measure(tools: Tools, scenario: Scenario): Promise<Measured> {
  const { bench, databaseMillis, seconds } = tools
  const target = bench.targets[scenario.target]
  await (
    await run(tools, scenario, warmUpSeconds)
  )()
  const send = await run(tools, scenario, seconds)
  const before = await Promise.all([target.usage(), databaseMillis?.(), walPosition(bench)])
  const profiled = tools.profile ? await target.profile() : undefined
  const outcome = await send()
  const after = await Promise.all([target.usage(), databaseMillis?.(), walPosition(bench)])
  const each = (used: number) => used / Math.max(1, outcome.requests)
  return {
    name: scenario.name,
    title: scenario.title,
    perSecond: outcome.requests / outcome.seconds,
    p50: outcome.p50,
    p99: outcome.p99,
    errors: outcome.errors + unexpected(outcome, scenario.expected),
    statuses: outcome.statuses,
    serverMillis: each(after[0].cpuMillis - before[0].cpuMillis),
    databaseMillis:
      after[1] === undefined || before[1] === undefined ? undefined : each(after[1] - before[1]),
    memoryMegabytes: after[0].memoryBytes / 2 ** 20,
    walBytes: each(after[2] - before[2]),
    profile: await profiled?.(),
  }
}
