import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

import type { SystemUser } from './systemUser.ts'

/** How PostgreSQL's programs are run. */
export interface Programs {
  /** The folder with `bin`, `lib` and `share`. */
  folder: string
  /** The user that they run as, or undefined: the user of this process. */
  user: SystemUser | undefined
  /** Is called with each piece of their output. */
  onOutput: (text: string) => void
}

/**
 * The path under which a program finds the database. As root it is the folder in which the program is
 * started: the program runs as a user that could not walk there below a folder that only root may enter.
 */
const databasePath = (databaseDir: string, user: SystemUser | undefined) =>
  user ? '/proc/self/cwd' : databaseDir

/**
 * Starts one of PostgreSQL's programs on a database. As root it runs as another user, and so without any
 * capability: Linux clears them when a process changes from root to another user.
 *
 * @param args the arguments, made from the path of the database
 */
export function startProgram(
  { folder, user, onOutput }: Programs,
  name: 'postgres' | 'initdb',
  databaseDir: string,
  args: (database: string) => string[],
): ChildProcess {
  const child = spawn(path.join(folder, 'bin', name), args(databasePath(databaseDir, user)), {
    ...user,
    cwd: databaseDir,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own: initdb starts programs that must end with it.
    detached: process.platform !== 'win32',
  })
  // It ended before it has read all: its exit code tells.
  child.stdin.on('error', () => undefined)
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput)
  return child
}

/** Ends a program and all that it has started, at once. */
export function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** Waits until the program has ended and its output is read. @throws {Error} when it has failed */
export const untilDone = (child: ChildProcess, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${name} ended with ${signal ?? `code ${code}`}.`)),
    )
  })
