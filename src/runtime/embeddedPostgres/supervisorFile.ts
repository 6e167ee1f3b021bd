import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { identityOf, isRunning, waitForExit } from './processes.ts'

/** Milliseconds to wait for a supervisor whose server has ended: it ends PostgreSQL first. */
const timeoutMs = 30_000

const fileIn = (home: string) => path.join(home, 'supervisor.pid')

/** Stores which process supervises the PostgreSQL of this folder: this one. */
export const writeSupervisorFile = async (home: string): Promise<void> =>
  writeFile(fileIn(home), `${identityOf(process.pid)}\n`)

/**
 * Waits until the supervisor of a server that was killed has ended, or ends it: two must not work on the
 * same files.
 */
export async function untilSupervisorEnded(home: string): Promise<void> {
  const identity = await readFile(fileIn(home), 'utf8').catch(() => '')
  if (!isRunning(identity)) return
  const pid = Number.parseInt(identity, 10)
  if (await waitForExit(pid, timeoutMs)) return
  process.kill(pid, 'SIGKILL')
  await waitForExit(pid, timeoutMs)
}
