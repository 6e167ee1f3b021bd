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
  /** What it holds; asked when nothing is under way. */
  rest: () => Promise<Rest>
  /** Begins to note where the time goes; what it returns ends that, and tells. */
  profile: () => Promise<() => Promise<SelfTime[]>>
  stop: () => Promise<void>
}

const compiled = (name: string) => path.resolve('.build', `${name}.mjs`)

/** A compiled program in a process of its own, with a channel to it. */
export function startProgram(name: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(
    process.execPath,
    ['-C', 'production', '--import', compiled('benchMeter'), compiled(name)],
    {
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    },
  )
}

/** Asks a program, and waits for its next message. @throws {Error} when it ends instead */
export async function ask<Answer>(child: ChildProcess, question: object | string): Promise<Answer> {
  const gone = new AbortController()
  const ended = once(child, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('A process of the benchmark has ended before its time.')
  })
  const answered = once(child, 'message', { signal: gone.signal })
  child.send(question)
  try {
    return ((await Promise.race([answered, ended])) as [Answer])[0]
  } finally {
    gone.abort()
    // Both are settled by now or by the line above, and the loser's end is nobody's concern.
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

async function answers(child: ChildProcess, url: string) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) break
    const response = await fetch(`${url}/api/health/live`).catch(() => undefined)
    if (response?.ok) return
    await sleep(100)
  }
  throw new Error('A server of the benchmark did not start. What it said is above.')
}

/** Starts a server and waits until it answers. */
export async function startTarget(name: string, env: Record<string, string>): Promise<Target> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const child = startProgram(name, { ...env, PORT: port, HOST: '127.0.0.1' })
  await answers(child, url)
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
