import { sql } from '@payloadcms/db-postgres/drizzle'
import type pg from 'pg'

import { type Connection, rowsOf } from '../../database/connection.ts'
import { notifyWorkers } from './jobs.ts'

/**
 * Each worker holds an advisory lock as long as its connection lives. The lock shows that the worker is
 * alive. Without it, graphile-worker releases the jobs of a killed worker only after four hours.
 */

/** The first half of the key of all these locks. Any constant will do. */
const lockClass = 20_180_304

/** Takes the lock of a worker on the connection of its process. */
export async function announceWorker(client: pg.Client, worker: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [lockClass, worker])
}

/** The locks of all live workers of this database. */
const livenessLocks = sql`pg_locks WHERE locktype = 'advisory' AND granted AND classid = ${lockClass}::oid
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

const heldBy = (worker: ReturnType<typeof sql>) => sql`EXISTS (
  SELECT FROM ${livenessLocks} AND objid::bigint = hashtext(${worker})::bigint & 4294967295)`

/**
 * Releases the jobs that dead workers hold. Jobs that were taken less than two seconds ago are left
 * alone: their worker may not have its lock yet.
 *
 * @returns the names of the dead workers
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
        SELECT worker, ${notifyWorkers} FROM dead WHERE (SELECT count(*) FROM released) > 0`,
  )
  return rows.map(({ worker }) => worker)
}

/** Stuck: a job has been running for ten minutes. An email ends after two at most. */
export type QueueState = 'running' | 'stuck' | 'stopped'

/** What the queue of this database does: whether any worker is alive, and whether its jobs end. */
export async function queueState(connection: Connection): Promise<QueueState> {
  const [row] = await rowsOf<{ state: QueueState }>(
    connection,
    sql`SELECT CASE WHEN NOT EXISTS (SELECT FROM ${livenessLocks}) THEN 'stopped'
               WHEN EXISTS (SELECT FROM graphile_worker._private_jobs
                            WHERE locked_at < now() - interval '10 minutes') THEN 'stuck'
               ELSE 'running' END AS state`,
  )
  return row!.state
}
