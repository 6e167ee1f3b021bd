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
  /** The output until now. */
  out: () => string
  err: () => string
  kill: (signal: NodeJS.Signals) => void
  ended: Promise<Exit>
  /** Waits until the process has ended, or kills it and fails. */
  waitForExit: (seconds?: number) => Promise<Exit>
}

interface Starting {
  /** `work` starts a worker without a server. */
  program?: 'serve' | 'work'
  /** Added to an environment that has only the port and PANEL=off. */
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
 * Starts a server as `npm start` does, or a worker as `npm run worker` does, and does not wait until it
 * is ready. Of the environment of the tests it gets only PATH and HOME.
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
      DRAIN_SECONDS: '0',
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
      // The last output may arrive after the exit. A supervisor that still runs keeps the pipe open.
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
    waitForExit: async (seconds = 120) => {
      const exit = await Promise.race([ended, sleep(seconds * 1000, undefined, { ref: false })])
      if (exit) return exit
      child.kill('SIGKILL')
      throw new Error(`The server did not end. It wrote:\n${text.out}\n${text.err}`)
    },
  }
}

/** The status of the health endpoint; undefined when no server answers. */
export const healthOf = (url: string): Promise<number | undefined> =>
  fetch(`${url}/api/health`).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => undefined,
  )

/** Waits until the health endpoint has that status, or fails. @returns the seconds that it took */
export async function untilHealth(url: string, status: number, seconds = 120): Promise<number> {
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000
  while ((await healthOf(url)) !== status) {
    if (elapsed() > seconds) throw new Error(`${url} did not become ${status} in ${seconds} s`)
    await sleep(25)
  }
  return elapsed()
}

/** Waits until the server has printed a text, or has ended. @returns whether it has printed it */
export async function untilPrinted(server: ServerProcess, text: string, seconds = 150) {
  const ended = server.ended.then(() => true)
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (server.out().includes(text)) return true
    if (await Promise.race([ended, sleep(10, false)])) break
  }
  return server.out().includes(text)
}

/** Starts the server and waits until it is healthy. */
export async function startServer(starting: Starting, tries = 3): Promise<ServerProcess> {
  const server = await spawnServer(starting)
  // Its own output comes first: another program may have taken the port and answer there.
  if (await untilPrinted(server, '· Health ')) {
    await untilHealth(server.url, 200)
    return server
  }
  server.kill('SIGKILL')
  const isTaken = server.err().includes('is taken by another program')
  if (isTaken && !starting.env?.PORT && tries > 1) return startServer(starting, tries - 1)
  throw new Error(`The server did not start. It wrote:\n${server.out()}\n${server.err()}`)
}

/** Starts a worker without a server, and waits until it is ready. */
export async function startWorkerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const worker = await spawnServer({ program: 'work', env })
  if (await untilPrinted(worker, '✓ Worker')) return worker
  worker.kill('SIGKILL')
  throw new Error(`The worker did not start. It wrote:\n${worker.out()}\n${worker.err()}`)
}
