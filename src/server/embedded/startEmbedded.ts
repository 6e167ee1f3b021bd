import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { keptSecret } from '../keptSecret.ts'
import { asPlainUser } from './asPlainUser.ts'
import type { SupervisorOptions, SupervisorReport } from './types.ts'

export interface EmbeddedDatabase {
  url: string
  /** Stops PostgreSQL and resolves when its files are at rest. */
  stop: () => Promise<void>
}

/** Compiled beside the server: what runs in another process cannot be bundled with it. */
const supervisor = path.resolve('.build/supervisor.mjs')

/** Milliseconds that a PostgreSQL whose server was killed gets to finish its shutdown. */
const orphanPatience = 30_000

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  timezone: 'UTC',
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process that holds the cluster now, if any: PostgreSQL keeps its id in the first line. */
async function holderOf(databaseDir: string): Promise<number | undefined> {
  const text = await readFile(path.join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isNaN(pid) || !isAlive(pid) ? undefined : pid
}

async function waitUntilFree(databaseDir: string) {
  const deadline = Date.now() + orphanPatience
  let holder = await holderOf(databaseDir)
  while (holder !== undefined && Date.now() < deadline) {
    await sleep(50)
    holder = await holderOf(databaseDir)
  }
  if (holder !== undefined) {
    throw new Error(
      `The database in ${databaseDir} is in use by process ${holder}: stop the server that runs ` +
        'on this DATA_DIR, or choose another.',
    )
  }
}

const firstReport = (child: ChildProcess) =>
  new Promise<SupervisorReport>((resolve) => {
    child.once('message', (message) => resolve(message as SupervisorReport))
    child.once('error', (error) => resolve({ ready: false, reason: error.message }))
    child.once('exit', (code) => resolve({ ready: false, reason: `It ended with code ${code}.` }))
  })

/**
 * Starts a PostgreSQL of our own whose files are below `dataDir`, creating them the first time.
 *
 * @throws {Error} one sentence, with PostgreSQL's last lines, when it cannot be started
 */
export async function startEmbedded(
  dataDir: string,
  extraSettings: Record<string, string> = {},
): Promise<EmbeddedDatabase> {
  const home = path.join(dataDir, 'postgres')
  const databaseDir = path.join(home, 'cluster')
  await mkdir(home, { recursive: true, mode: 0o700 })
  await waitUntilFree(databaseDir)
  const password = await keptSecret(path.join(dataDir, 'postgres-password'), () =>
    randomBytes(24).toString('hex'),
  )
  const port = await freePort()
  const options: SupervisorOptions = {
    databaseDir,
    port,
    password,
    settings: { ...settings, ...extraSettings },
  }
  const { file, args } = await asPlainUser(
    { file: process.execPath, args: [supervisor] },
    home,
  )
  // Detached: Ctrl-C in a terminal reaches the whole group, and the server needs its database to drain.
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.send(options)
  const report = await firstReport(child)
  if (!report.ready) throw new Error(`The embedded PostgreSQL did not start. ${report.reason}`)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
