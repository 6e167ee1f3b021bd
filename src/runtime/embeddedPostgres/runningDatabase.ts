import { readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The address of the embedded PostgreSQL that a running server has started in this folder, so that a
 * command can work beside the server instead of asking for it to be stopped. Whether it answers is
 * still to be seen: after a crash the file that names its port stays behind.
 *
 * @returns undefined when none is running, or it is about to stop
 */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const pidFile = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  // By the line, as PostgreSQL's pidfile.h numbers them: the port is the 4th, the state the 8th.
  const [port, state] = [lines[3], lines[7]?.trim()]
  if (state !== 'ready') return undefined
  const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8')
  return `postgres://postgres:${password.trim()}@127.0.0.1:${port}/postgres`
}
