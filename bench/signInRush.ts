import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

import { ask, startProgram, stopProgram, type Target } from './children.ts'
import type { Load, Outcome } from './load.ts'
import type { Tools } from './measure.ts'
import { seedSignIns } from './scenarios/login.ts'
import { hotEvent } from './scenarios/hotEvent.ts'

/** Clients that sign in without a pause. */
const clients = 200

/** Seconds of sign-ins before the measurement, so that their queue is full. */
const leadSeconds = 2

/** Milliseconds between two looks at the server's health. */
const healthIntervalMs = 25

/** What a server does for others while many people sign in. */
export interface SignInRush {
  title: string
  /** Registrations for the hot event a second: alone, and during the sign-ins. */
  alone: number
  during: number
  signInsPerSecond: number
  /** Responses to sign-ins that are neither 200 nor 503, and failed connections. */
  errors: number
  /** Milliseconds of `/api/health`, 99th percentile: with the sign-ins only, and with the hot event too. */
  healthWithSignIns: number
  healthWithBoth: number
}

async function p99OfHealth({ url }: Target, until: Promise<unknown>): Promise<number> {
  const took: number[] = []
  const state = { isOver: false }
  void until.finally(() => (state.isOver = true)).catch(() => undefined)
  while (!state.isOver) {
    const began = performance.now()
    const response = await fetch(`${url}/api/health`)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`The server is not healthy: ${response.status}`)
    took.push(performance.now() - began)
    await sleep(healthIntervalMs)
  }
  took.sort((one, other) => one - other)
  return took[Math.floor(took.length * 0.99)] ?? Number.NaN
}

async function rush({ bench, loader, seconds }: Tools, target: Target) {
  const prepared = await hotEvent.prepare(bench)
  const load: Load = { url: target.url, connections: bench.connections, seconds, ...prepared }
  const running = ask<Outcome>(loader, load)
  const [outcome, health] = await Promise.all([running, p99OfHealth(target, running)])
  return { perSecond: outcome.requests / outcome.seconds, health }
}

/** Signs in without a pause while `work` runs. */
async function whileSigningIn<Result>(
  { bench, seconds }: Tools,
  target: Target,
  loader: ChildProcess,
  work: () => Promise<Result>,
) {
  const load: Load = {
    url: target.url,
    connections: clients,
    seconds: leadSeconds + seconds,
    sharing: 'repeat',
    lists: await seedSignIns(bench.pool, clients),
  }
  const signingIn = ask<Outcome>(loader, load)
  await sleep(leadSeconds * 1000)
  const result = await work()
  return { result, signIns: await signingIn }
}

const errorsOf = ({ errors, statuses }: Outcome) =>
  Object.entries(statuses)
    .filter(([status]) => !['200', '503'].includes(status))
    .reduce((sum, [, count]) => sum + count, errors)

async function measureWith(
  tools: Tools,
  title: string,
  target: Target,
  loader: ChildProcess,
): Promise<SignInRush> {
  const hot = () => rush(tools, target)
  await hot()
  const before = await hot()
  const both = await whileSigningIn(tools, target, loader, hot)
  const again = await whileSigningIn(tools, target, loader, hot)
  const after = await hot()
  const only = await whileSigningIn(tools, target, loader, () =>
    p99OfHealth(target, sleep(tools.seconds * 1000)),
  )
  const mean = (one: number, other: number) => (one + other) / 2
  return {
    title,
    alone: mean(before.perSecond, after.perSecond),
    during: mean(both.result.perSecond, again.result.perSecond),
    signInsPerSecond: (only.signIns.statuses['200'] ?? 0) / (leadSeconds + tools.seconds),
    errors: errorsOf(both.signIns) + errorsOf(again.signIns) + errorsOf(only.signIns),
    healthWithSignIns: only.result,
    healthWithBoth: Math.max(both.result.health, again.result.health),
  }
}

/** Measures the hot event alone and during sign-ins, one after the other, twice. */
export async function measureSignInRush(
  tools: Tools,
  title: string,
  target: Target,
): Promise<SignInRush> {
  // It gets its first load seconds later: a message to a program that still starts would be lost.
  const loader = startProgram('benchLoad')
  try {
    return await measureWith(tools, title, target, loader)
  } finally {
    await stopProgram(loader)
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

export const signInRushLines = (all: SignInRush[]): string[] =>
  all.length === 0
    ? []
    : [
        '',
        `While ${clients} clients sign in without a pause:`,
        ...all.map(
          ({ title, alone, during, signInsPerSecond, healthWithSignIns, healthWithBoth, errors }) =>
            `  ${title}: the hot event keeps ${percent(during / alone)} of its rate ` +
            `(${Math.round(during)} of ${Math.round(alone)}/s); ` +
            `/api/health p99 ${healthWithSignIns.toFixed(0)} ms, with the hot event ${healthWithBoth.toFixed(0)} ms; ` +
            `${signInsPerSecond.toFixed(0)} sign-ins/s without it; ${errors} errors`,
        ),
      ]
