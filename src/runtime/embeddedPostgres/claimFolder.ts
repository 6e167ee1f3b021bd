import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { identityOf, isAlive, isPostgres, isRunning, waitForExit } from './processes.ts'

/** Milliseconds to wait for a PostgreSQL whose server was killed: for its end in order, then for its end. */
const orphanTimeoutMs = 15_000

/** The folder of the embedded PostgreSQL. */
export const postgresHome = (dataDir: string) => path.join(dataDir, 'postgres')

/** The server that uses the database in this folder: its process id, or undefined when none runs. */
export async function serverIn(folder: string): Promise<number | undefined> {
  const identity = await readFile(path.join(folder, 'server.pid'), 'utf8').catch(() => '')
  return isRunning(identity) ? Number.parseInt(identity, 10) : undefined
}

/**
 * Claims a folder for this process, until the process ends or releases it.
 *
 * @returns a function that releases the folder
 * @throws {Error} one sentence, when another process has claimed it
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'server.pid')
  const ownIdentity = identityOf(process.pid)
  for (;;) {
    try {
      await writeFile(file, `${ownIdentity}\n`, { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const other = await serverIn(folder)
    if (other !== undefined) {
      throw new Error(
        `The folder ${folder} is in use by another server, process ${other}: ` +
          'stop that one, or choose another DATA_DIR.',
      )
    }
    // A server that was killed has left the file.
    await rm(file, { force: true })
  }
}

/**
 * Stops a PostgreSQL that still runs although its server or supervisor was killed.
 *
 * @throws {Error} one sentence, when it does not stop
 */
export async function endOrphan(databaseDir: string): Promise<void> {
  const file = path.join(databaseDir, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  if (Number.isNaN(pid) || !isAlive(pid)) return
  if (isPostgres(pid)) {
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      process.kill(pid, signal)
      if (await waitForExit(pid, orphanTimeoutMs)) return
    }
    throw new Error(`The PostgreSQL in ${databaseDir}, process ${pid}, does not end.`)
  }
  // Another process has this id now, and PostgreSQL would refuse to start because of it. Otherwise the
  // file must stay: PostgreSQL finds the shared memory of its last run with it.
  await rm(file)
}
