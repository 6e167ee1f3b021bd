import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { identityOf, isAlive, isPostgres, isRunning, untilGone } from './processes.ts'

/** Milliseconds that a PostgreSQL whose server was killed gets to finish its shutdown. */
const orphanPatience = 30_000

/**
 * Takes a folder for this process alone, for as long as it runs or until it gives it back.
 *
 * @returns gives it back
 * @throws {Error} one sentence, when another process has it
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'server.pid')
  const mine = await identityOf(process.pid)
  for (;;) {
    try {
      await writeFile(file, `${mine}\n`, { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const other = await readFile(file, 'utf8').catch(() => '')
    if (await isRunning(other)) {
      throw new Error(
        `The folder ${folder} is in use by another server, process ${Number.parseInt(other, 10)}: ` +
          'stop that one, or choose another DATA_DIR.',
      )
    }
    // Left behind by a server that was killed.
    await rm(file, { force: true })
  }
}

/**
 * Ends a PostgreSQL that still runs on the cluster although its server or supervisor was killed.
 *
 * @throws {Error} one sentence, when it does not end
 */
export async function endOrphan(databaseDir: string): Promise<void> {
  const file = path.join(databaseDir, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  if (Number.isNaN(pid) || !isAlive(pid)) return
  if (await isPostgres(pid)) {
    process.kill(pid, 'SIGINT')
    if (await untilGone(pid, orphanPatience)) return
    throw new Error(`The PostgreSQL in ${databaseDir}, process ${pid}, does not end.`)
  }
  // The number belongs to another process by now, for which PostgreSQL would refuse to start. Only
  // then: in the file PostgreSQL finds what its last run may have left behind in memory.
  await rm(file)
}
