import { readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The URL of the embedded PostgreSQL that a running server has started in this folder, so that a command
 * can work while the server runs. The caller must try to connect: after a crash the file with the port
 * still exists.
 *
 * @returns undefined when none is running, or it is stopping
 */
export async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const pidFile = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  // The lines are those of PostgreSQL's pidfile.h: the port is the 4th, the state the 8th.
  const [port, state] = [lines[3], lines[7]?.trim()]
  if (state !== 'ready') return undefined
  const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8')
  return `postgres://postgres:${password.trim()}@127.0.0.1:${port}/postgres`
}
