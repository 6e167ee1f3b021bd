import { sql } from '@payloadcms/db-postgres/drizzle'
import pg from 'pg'

import { type Connection, rowsOf } from '../../database/connection.ts'

/**
 * Who works on the queue shows it by a lock that goes with their connection, however they end. The
 * queue itself gives a job of a killed worker back after four hours only.
 */

/** Any constant: the first half of the key of every worker's lock. */
const presence = 20_180_304

export interface WorkerLiveness {
  /** Shows that the worker with that name is at work. */
  announce(worker: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the connection that carries a process's locks.
 *
 * @param lost called once when the connection breaks: what this process has taken is then free for
 *   others, so it has to stop
 */
export async function openWorkerLiveness(
  databaseUrl: string,
  lost: () => void,
): Promise<WorkerLiveness> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  let open = true
  const end = () => {
    if (open) lost()
    open = false
  }
  client.on('error', end)
  client.on('end', end)
  await client.connect()
  return {
    announce: async (worker) => {
      await client.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [presence, worker])
    },
    close: async () => {
      open = false
      await client.end()
    },
  }
}

/** The locks of workers of this database. */
const shown = sql`pg_locks WHERE locktype = 'advisory' AND granted AND classid = ${presence}::oid
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

const heldBy = (worker: ReturnType<typeof sql>) => sql`EXISTS (
  SELECT FROM ${shown} AND objid::bigint = hashtext(${worker})::bigint & 4294967295)`

/**
 * Gives back what dead workers had taken. A job that was taken a moment ago is left alone: its worker
 * may be announcing itself.
 *
 * @returns the names of the dead
 */
export async function releaseJobsOfDeadWorkers(connection: Connection): Promise<string[]> {
  const rows = await rowsOf<{ worker: string }>(
    connection,
    sql`WITH dead AS MATERIALIZED (
          SELECT DISTINCT locked_by AS worker FROM graphile_worker._private_jobs
          WHERE locked_at < now() - interval '2 seconds' AND NOT ${heldBy(sql`locked_by`)}
        ), released AS MATERIALIZED (
          SELECT graphile_worker.force_unlock_workers(array_agg(worker)) FROM dead
          HAVING count(*) > 0
        )
        SELECT worker FROM dead WHERE (SELECT count(*) FROM released) > 0`,
  )
  return rows.map(({ worker }) => worker)
}

/** Whether any worker of this database is at work. */
export async function anyWorker(connection: Connection): Promise<boolean> {
  const [row] = await rowsOf<{ found: boolean }>(
    connection,
    sql`SELECT EXISTS (SELECT FROM ${shown}) AS found`,
  )
  return row!.found
}
