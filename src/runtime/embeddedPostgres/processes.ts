import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether there is a process of that number, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The name of a process and when it began, as Linux tells them; undefined on other systems. */
async function statOf(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name is in brackets and may hold anything; from behind it, the 20th is the start.
  const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(stat) ?? []
  return rest === undefined ? undefined : { name, began: rest.split(' ')[19] }
}

/**
 * Who a process is: its number, and where the system tells it when it began. Numbers come again: in
 * a container that starts anew, the one of a server that was killed soon belongs to somebody else.
 */
export async function identityOf(pid: number): Promise<string> {
  return [pid, (await statOf(pid))?.began].filter(Boolean).join(' ')
}

/** Whether the process of that identity still runs. */
export async function isRunning(identity: string): Promise<boolean> {
  const pid = Number.parseInt(identity, 10)
  return pid > 0 && isAlive(pid) && (await identityOf(pid)) === identity.trim()
}

/** Whether a running process is PostgreSQL; where the system does not tell, it may well be. */
export async function isPostgres(pid: number): Promise<boolean> {
  return ((await statOf(pid))?.name ?? 'postgres') === 'postgres'
}

/** Waits until the process is gone. @returns false when it outlives the timeout, in milliseconds */
export async function untilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}
