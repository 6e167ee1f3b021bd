import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'

/** What Linux counts processor time in, whatever the machine. */
const ticksPerSecond = 100

interface Process {
  parent: number
  /** Milliseconds of its own, and of its children that have ended. */
  own: number
  ended: number
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (!text) return undefined
  // Behind the name, which is in parentheses and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const millis = (from: number) =>
    ((Number(fields[from]) + Number(fields[from + 1])) * 1000) / ticksPerSecond
  return { parent: Number(fields[1]), own: millis(11), ended: millis(13) }
}

/**
 * Makes the meter of what PostgreSQL has used: milliseconds of processor time of all its processes.
 * Undefined where they cannot be looked at: on another machine, or not on Linux.
 */
export async function databaseMeter(pool: pg.Pool): Promise<(() => Promise<number>) | undefined> {
  const { rows } = await pool.query<{ data_directory: string }>('SHOW data_directory')
  const file = path.join(rows[0]!.data_directory, 'postmaster.pid')
  const main = parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  if (Number.isNaN(main) || !(await readProcess(main))) return undefined
  return async () => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    const all = await Promise.all(pids.map(async (pid) => ({ pid, is: await readProcess(pid) })))
    return all.reduce((sum, { pid, is }) => {
      if (pid === main) return sum + is!.own + is!.ended
      return is?.parent === main ? sum + is.own : sum
    }, 0)
  }
}
