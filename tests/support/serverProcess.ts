import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Client, clientOf } from './client.ts'
import { freePort } from './freePort.ts'

/** How a process ended: with a code, or by a signal. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface ServerProcess {
  /** Where it listens, without a slash at the end. */
  url: string
  client: Client
  pid: number
  /** Its output until now. */
  out: () => string
  err: () => string
  kill: (signal: NodeJS.Signals) => void
  ended: Promise<Exit>
  /** Waits until the process has ended. @throws after that time, and kills it */
  waitForExit: (seconds?: number) => Promise<Exit>
}

interface Starting {
  /** The server by default, or the worker. */
  program?: 'serve' | 'work'
  /** Environment variables. The default has a free port and no panel. */
  env?: Record<string, string>
  /** Run as this user, when the tests run as root. */
  uid?: number
  gid?: number
}

const live = new Set<ChildProcess>()

/** Kills the processes that a failed test has left; for `afterAll`. */
export function killServers() {
  for (const child of live) child.kill('SIGKILL')
}

function collect(child: ChildProcess) {
  const text = { out: '', err: '' }
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk))
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk))
  return text
}

/**
 * Starts the server as `npm start` does, or the worker as `npm run worker` does, in its own process.
 * Does not wait until it is ready. It gets only PATH and HOME of the tests' environment.
 */
export async function spawnServer({
  program = 'serve',
  env = {},
  uid,
  gid,
}: Starting): Promise<ServerProcess> {
  const port = env.PORT ?? String(await freePort())
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['-C', 'production', `.build/${program}.mjs`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      PATH,
      HOME,
      PANEL: 'off',
      HOST: '127.0.0.1',
      ...env,
      PORT: port,
    },
    uid,
    gid,
  })
  live.add(child)
  const text = collect(child)
  const closed = new Promise((resolve) => child.once('close', resolve))
  const ended = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      live.delete(child)
      // Its last output may come later. A supervisor that lives longer keeps the pipe open.
      const written = Promise.race([closed, sleep(500, undefined, { ref: false })])
      void written.then(() => resolve({ code, signal }))
    })
  })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    client: clientOf(url),
    pid: child.pid!,
    out: () => text.out,
    err: () => text.err,
    kill: (signal) => void child.kill(signal),
    ended,
    waitForExit: async (seconds = 30) => {
      const exit = await Promise.race([ended, sleep(seconds * 1000, undefined, { ref: false })])
      if (exit) return exit
      child.kill('SIGKILL')
      throw new Error(`The server did not end. It wrote:\n${text.out}\n${text.err}`)
    },
  }
}

/** The status of its health, or undefined while it does not respond. */
export const healthOf = (url: string): Promise<number | undefined> =>
  fetch(`${url}/api/health`).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => undefined,
  )

/** Waits until the server's health has that status, or fails. @returns the seconds that it took */
export async function untilHealth(url: string, status: number, seconds = 40): Promise<number> {
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000
  while ((await healthOf(url)) !== status) {
    if (elapsed() > seconds) throw new Error(`${url} did not become ${status} in ${seconds} s`)
    await sleep(25)
  }
  return elapsed()
}

/** Waits until the server has printed the words, or has ended. @returns whether it printed them */
export async function untilSaid(server: ServerProcess, words: string, seconds = 60) {
  const ended = server.ended.then(() => true)
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (server.out().includes(words)) return true
    if (await Promise.race([ended, sleep(10, false)])) break
  }
  return server.out().includes(words)
}

/** Starts the server and waits until it is healthy. */
export async function startServer(starting: Starting, tries = 3): Promise<ServerProcess> {
  const server = await spawnServer(starting)
  // The output is read first: another server may have taken the port, and be healthy there.
  if (await untilSaid(server, '· Health ')) {
    await untilHealth(server.url, 200)
    return server
  }
  server.kill('SIGKILL')
  const isTaken = server.err().includes('is taken by another program')
  if (isTaken && !starting.env?.PORT && tries > 1) return startServer(starting, tries - 1)
  throw new Error(`The server did not start. It wrote:\n${server.out()}\n${server.err()}`)
}

/** Starts a worker without a server, and waits until it works. */
export async function startWorkerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const worker = await spawnServer({ program: 'work', env })
  if (await untilSaid(worker, '✓ Worker')) return worker
  worker.kill('SIGKILL')
  throw new Error(`The worker did not start. It wrote:\n${worker.out()}\n${worker.err()}`)
}
