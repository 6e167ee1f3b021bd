import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The name, the state and the start time of a process on Linux; undefined on other systems. */
function statOf(pid: number) {
  const stat = readStat(pid)
  // The name is in brackets and may contain any character. The state is the first field after it, the
  // start time the 20th.
  const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(stat) ?? []
  if (rest === undefined) return undefined
  const fields = rest.split(' ')
  return { name, state: fields[0], startTime: fields[19] }
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

/**
 * Whether a process with this id runs, of any user. One that has ended does not run any more, although it
 * keeps its id until its parent asks: in a container that can be for ever.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return statOf(pid)?.state !== 'Z'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * The identity of a process: its id, and its start time if the system has it. Ids are reused: after the
 * restart of a container another process soon has the id of a server that was killed.
 */
export function identityOf(pid: number): string {
  return [pid, statOf(pid)?.startTime].filter(Boolean).join(' ')
}

/** Whether the process with this identity still runs. */
export function isRunning(identity: string): boolean {
  const pid = Number.parseInt(identity, 10)
  return pid > 0 && isAlive(pid) && identityOf(pid) === identity.trim()
}

/** Whether a running process is PostgreSQL; true if the system does not tell. */
export function isPostgres(pid: number): boolean {
  return (statOf(pid)?.name ?? 'postgres') === 'postgres'
}

/** Waits until the process has ended. @returns false when it still runs after the timeout in milliseconds */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}
