import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a process with this id exists, of any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The name and the start time of a process on Linux; undefined on other systems. */
async function statOf(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name is in brackets and may contain any character. The 20th field after it is the start time.
  const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(stat) ?? []
  return rest === undefined ? undefined : { name, startTime: rest.split(' ')[19] }
}

/**
 * The identity of a process: its id, and its start time if the system has it. Ids are reused: after the
 * restart of a container another process soon has the id of a server that was killed.
 */
export async function identityOf(pid: number): Promise<string> {
  return [pid, (await statOf(pid))?.startTime].filter(Boolean).join(' ')
}

/** Whether the process with this identity still runs. */
export async function isRunning(identity: string): Promise<boolean> {
  const pid = Number.parseInt(identity, 10)
  return pid > 0 && isAlive(pid) && (await identityOf(pid)) === identity.trim()
}

/** Whether a running process is PostgreSQL; true if the system does not tell. */
export async function isPostgres(pid: number): Promise<boolean> {
  return ((await statOf(pid))?.name ?? 'postgres') === 'postgres'
}

/** Waits until the process has ended. @returns false when it still runs after the timeout in milliseconds */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}
