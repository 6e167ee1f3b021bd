import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/**
 * Sends a request while another transaction has an uncommitted change. That transaction commits as
 * soon as the request waits for it, or has a response.
 */
export async function whileUncommitted<Result>(
  payload: Payload,
  change: string,
  values: unknown[],
  send: () => Promise<Result>,
): Promise<Result> {
  const pool = poolOf(payload)
  const other = await pool.connect()
  try {
    await other.query('BEGIN')
    const backend = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await other.query(change, values)
    const state = { isDone: false }
    const answer = send().finally(() => {
      state.isDone = true
    })
    // Read on another connection: within the transaction the result would never change.
    const isWaitedFor = async () => {
      const { rows } = await pool.query<{ waiting: boolean }>(
        `SELECT EXISTS (SELECT FROM pg_stat_activity
           WHERE $1::int = ANY (pg_blocking_pids(pid))) AS waiting`,
        [backend.rows[0]!.pid],
      )
      return rows[0]!.waiting
    }
    while (!state.isDone && !(await isWaitedFor())) await sleep(10)
    await other.query('COMMIT')
    return await answer
  } finally {
    other.release()
  }
}
