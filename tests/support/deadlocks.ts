import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/**
 * How many deadlocks this platform's database has seen. A connection adds what it has seen to the
 * statistics for certain only when it ends, so all others are ended first.
 */
export async function deadlocksOf(payload: Payload): Promise<number> {
  const client = await poolOf(payload).connect()
  const others = `FROM pg_stat_activity WHERE datname = current_database()
                  AND backend_type = 'client backend' AND pid <> pg_backend_pid()`
  try {
    await client.query(`SELECT pg_terminate_backend(pid, 5000) ${others}`)
    const { rows } = await client.query<{ deadlocks: number }>(
      `SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`,
    )
    return rows[0]!.deadlocks
  } finally {
    client.release()
  }
}
