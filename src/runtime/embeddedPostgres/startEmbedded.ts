import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import path from 'node:path'

import { environmentForPrograms } from '../env/env.ts'
import { persistedSecret } from '../persistedSecret.ts'
import { claimFolder, endOrphan, postgresHome } from './claimFolder.ts'
import { untilSupervisorEnded } from './supervisorFile.ts'
import { restartOnExit, type Running } from '../restartOnExit.ts'
import type { SupervisorOptions, SupervisorReport } from './types.ts'

export interface EmbeddedDatabase {
  url: string
  /** Stops PostgreSQL and resolves when it no longer writes files. */
  stop: () => Promise<void>
}

/** What differs from the platform's own database: its size, or a test's or a benchmark's needs. */
type MoreOptions = Partial<Pick<SupervisorOptions, 'settings' | 'rights'>>

/** A bundle of its own, because it runs in another process. */
const supervisor = path.resolve('.build/supervisor.mjs')

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

const firstReport = (child: ChildProcess) =>
  new Promise<SupervisorReport>((resolve) => {
    child.once('message', (message) => resolve(message as SupervisorReport))
    child.once('error', (error) => resolve({ ready: false, reason: error.message }))
    child.once('exit', (code) => resolve({ ready: false, reason: `It ended with code ${code}.` }))
  })

async function startSupervisor(home: string, options: SupervisorOptions): Promise<Running> {
  await untilSupervisorEnded(home)
  await endOrphan(options.databaseDir)
  // Detached: Ctrl-C signals the whole process group, but the server needs its database while it drains.
  const child = spawn(process.execPath, [supervisor], {
    env: environmentForPrograms(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  })
  // Through this process, which knows the form of the log. A pipe that waits must not keep it alive.
  child.stderr!.on('data', (text: Buffer) => process.stderr.write(text))
  ;(child.stderr as Socket).unref()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.send(options)
  const report = await firstReport(child)
  if (!report.ready) throw new Error(`The embedded PostgreSQL did not start. ${report.reason}`)
  return {
    ended,
    stop: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

async function startIn(
  dataDir: string,
  home: string,
  more: MoreOptions,
  release: () => Promise<void>,
): Promise<EmbeddedDatabase> {
  const password = await persistedSecret(path.join(dataDir, 'postgres-password'), () =>
    randomBytes(24).toString('hex'),
  )
  const port = await freePort()
  const options: SupervisorOptions = {
    databaseDir: path.join(home, 'cluster'),
    port,
    password,
    settings: { ...settings, ...more.settings },
    rights: more.rights,
  }
  const stop = await restartOnExit('The embedded PostgreSQL', () => startSupervisor(home, options))
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await stop()
      await release()
    },
  }
}

/**
 * Starts a PostgreSQL with its files in `dataDir`, and creates them the first time. If it is killed, it is
 * started again on the same port, and the pool connects again.
 *
 * @throws {Error} one sentence, with PostgreSQL's last lines, when it cannot be started
 */
export async function startEmbedded(
  dataDir: string,
  more: MoreOptions = {},
): Promise<EmbeddedDatabase> {
  const home = postgresHome(dataDir)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const release = await claimFolder(home)
  try {
    return await startIn(dataDir, home, more, release)
  } catch (error) {
    await release()
    throw error
  }
}
