import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Rest } from './meter.ts'
import type { SelfTime } from './profile.ts'
import { freePort } from '../tests/support/freePort.ts'

export interface Usage {
  /** Milliseconds of processor time since the process began. */
  cpuMillis: number
  memoryBytes: number
}

export interface Target {
  url: string
  usage: () => Promise<Usage>
  /** The memory and the open handles of the idle server. */
  rest: () => Promise<Rest>
  /** Starts the profiler. The returned function stops it and returns the result. */
  profile: () => Promise<() => Promise<SelfTime[]>>
  stop: () => Promise<void>
}

const compiled = (name: string) => path.resolve('.build', `${name}.mjs`)

/** Starts a compiled program in its own process, with a message channel. */
export function startProgram(name: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(
    process.execPath,
    ['-C', 'production', '--import', compiled('benchMeter'), compiled(name)],
    {
      env: { ...process.env, NODE_ENV: 'production', DRAIN_SECONDS: '0', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    },
  )
}

/** Sends a message to a program and returns its next message. @throws {Error} when the program exits */
export async function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  const listening = new AbortController()
  const ended = once(child, 'exit', { signal: listening.signal }).then(() => {
    throw new Error('A process of the benchmark has exited too early.')
  })
  const answered = once(child, 'message', { signal: listening.signal })
  child.send(message)
  try {
    return ((await Promise.race([answered, ended])) as [Answer])[0]
  } finally {
    listening.abort()
    // The line above rejects the promise that lost the race. Nobody needs that rejection.
    void Promise.allSettled([ended, answered])
  }
}

export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
  child.kill('SIGKILL')
}

async function waitUntilLive(child: ChildProcess, url: string) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) break
    const response = await fetch(`${url}/api/health/live`).catch(() => undefined)
    if (response?.ok) return
    await sleep(100)
  }
  throw new Error('A server of the benchmark did not start. Its output is above.')
}

/** Starts a server and waits until it responds. */
export async function startTarget(name: string, env: Record<string, string>): Promise<Target> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const child = startProgram(name, { ...env, PORT: port, HOST: '127.0.0.1' })
  await waitUntilLive(child, url)
  return {
    url,
    usage: () => ask<Usage>(child, 'usage'),
    rest: () => ask<Rest>(child, 'rest'),
    profile: async () => {
      await ask(child, 'profile')
      return () => ask<SelfTime[]>(child, 'profiled')
    },
    stop: () => stopProgram(child),
  }
}
