import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'

/** Linux reports processor time in these units on every machine. */
const ticksPerSecond = 100

interface Process {
  parent: number
  /** Processor time in milliseconds: its own, and that of its children that have exited. */
  own: number
  ended: number
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (!text) return undefined
  // The fields after the name. The name stands in parentheses and may contain any character.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const millis = (from: number) =>
    ((Number(fields[from]) + Number(fields[from + 1])) * 1000) / ticksPerSecond
  return { parent: Number(fields[1]), own: millis(11), ended: millis(13) }
}

/**
 * Returns a function that reads the processor time of all processes of PostgreSQL, in milliseconds.
 * Undefined when it cannot be read: PostgreSQL is on another machine, or the system is not Linux.
 */
export async function databaseMeter(pool: pg.Pool): Promise<(() => Promise<number>) | undefined> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = rows[0]!.pid
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  const main = name.trim() === 'postgres' ? (await readProcess(pid))?.parent : undefined
  if (main === undefined) return undefined
  return async () => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const all = await Promise.all(pids.map(async (pid) => ({ pid, is: await readProcess(pid) })))
    return all.reduce((sum, { pid, is }) => {
      if (pid === main) return sum + is!.own + is!.ended
      return is?.parent === main ? sum + is.own : sum
    }, 0)
  }
}
