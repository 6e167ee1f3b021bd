import { describe } from '@jest/globals'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { freePort } from './freePort.ts'

/** A real Redis for one test file. It stores nothing on disk. */
export interface RedisServer {
  url: string
  port: number
  /** Ends it as a crash does; `start` starts an empty one on the same port. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Pauses it: connections stay open, and no command is answered. */
  freeze: () => void
  thaw: () => void
  stop: () => Promise<void>
}

const isInstalled = () => spawnSync('redis-server', ['--version']).status === 0

/** `describe` for tests that need Redis: they are skipped where it is not installed. */
export const describeWithRedis = isInstalled() ? describe : describe.skip

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })

async function launch(port: number): Promise<ChildProcess> {
  const quiet = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1']
  const child = spawn('redis-server', ['--port', String(port), ...quiet], { stdio: 'ignore' })
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 200) throw new Error('redis-server does not answer')
    await sleep(25)
  }
  return child
}

/** Starts a Redis on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  let child: ChildProcess | undefined = await launch(port)
  const kill = async () => {
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = undefined
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start: async () => void (child ??= await launch(port)),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    stop: kill,
  }
}
