import type { Pool } from 'pg'

interface Failed {
  task: string
  payload: object
  error: string
  attempts?: number
  key?: string
}

/** A job that was tried as often as it may be, as the worker leaves it. Returns its id. */
export async function createFailedJob(
  pool: Pool,
  { attempts = 25, error, key, payload, task }: Failed,
): Promise<string> {
  const client = await pool.connect()
  try {
    // In one transaction: a worker nearby must not see it as one that waits.
    await client.query('BEGIN')
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4)`,
      [task, JSON.stringify(payload), key, attempts],
    )
    const id = rows[0]!.id
    await client.query(
      `UPDATE graphile_worker._private_jobs
       SET attempts = max_attempts, last_error = $2, updated_at = now() WHERE id = $1`,
      [id, error],
    )
    await client.query('COMMIT')
    return id
  } finally {
    client.release()
  }
}
