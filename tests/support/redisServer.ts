import { describe } from '@jest/globals'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { freePort } from './freePort.ts'

/** A real Redis of the test's own, without anything kept on disk. */
export interface RedisServer {
  url: string
  port: number
  /** Ends it as a crash does; `start` begins an empty one at the same place. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Leaves it hanging: connections stay, and nothing answers. */
  freeze: () => void
  thaw: () => void
  stop: () => Promise<void>
}

const isThere = () => spawnSync('redis-server', ['--version']).status === 0

/** Runs what needs Redis; where there is none to be had, it is skipped under this name. */
export const describeWithRedis = isThere() ? describe : describe.skip

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
