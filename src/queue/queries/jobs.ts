import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** A piece of work for later. */
export interface Job {
  task: string
  payload: object
  /** Of two jobs with one key that wait, the second replaces the first. */
  key: string
  /** Jobs of one queue are done one after another, in their order. */
  queue?: string
  /** As soon as there is time, when it is not given. */
  runAt?: Date
  maxAttempts?: number
  /** The lower, the sooner; 0 when it is not given. */
  priority?: number
}

const specOf = ({ task, payload, key, queue, runAt, maxAttempts, priority }: Job) => ({
  identifier: task,
  payload,
  job_key: key,
  queue_name: queue,
  run_at: runAt?.toISOString(),
  max_attempts: maxAttempts,
  priority,
})

/** Queues jobs in the caller's transaction: they can be done once it commits, and not before. */
export async function addJobs(connection: Connection, jobs: Job[]): Promise<void> {
  if (jobs.length === 0) return
  await connection.execute(
    sql`SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
          SELECT json_populate_record(NULL::graphile_worker.job_spec, spec)
          FROM json_array_elements(${JSON.stringify(jobs.map(specOf))}::json) AS spec))`,
  )
}

export interface FailedJob {
  id: string
  task: string
  key: string | null
  attempts: number
  error: string
  payload: unknown
  createdAt: string
  failedAt: string
}

/** Tried as often as it may be. */
const failed = sql`job.attempts >= job.max_attempts AND job.locked_at IS NULL`

/** Jobs that were tried as often as they may be, the latest first. */
export async function failedJobs(
  connection: Connection,
  { limit, offset }: { limit: number; offset: number },
): Promise<FailedJob[]> {
  return rowsOf<FailedJob>(
    connection,
    sql`SELECT job.id::text, task.identifier AS task, job.key, job.attempts::int,
               coalesce(job.last_error, '') AS error, job.payload,
               to_json(job.created_at) AS "createdAt", to_json(job.updated_at) AS "failedAt"
        FROM graphile_worker._private_jobs job
        JOIN graphile_worker._private_tasks task ON task.id = job.task_id
        WHERE ${failed}
        ORDER BY job.updated_at DESC, job.id DESC LIMIT ${limit}::int OFFSET ${offset}::int`,
  )
}

/** Locked, so that of two people who decide at once the second finds it decided. */
const failedOf = (id: string) =>
  sql`ARRAY(SELECT job.id FROM graphile_worker._private_jobs job
            WHERE job.id = ${id}::bigint AND ${failed} FOR UPDATE)`

/** Has a finally failed job tried again, from the first attempt. False when there is none of that id. */
export async function retryJob(connection: Connection, id: string): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`SELECT 1 FROM graphile_worker.reschedule_jobs(${failedOf(id)}, now(), NULL, 0)`,
  )
  return rows.length > 0
}

/** Removes a finally failed job. False when there is none of that id. */
export async function discardJob(connection: Connection, id: string): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`SELECT 1 FROM graphile_worker.complete_jobs(${failedOf(id)})`,
  )
  return rows.length > 0
}

export interface QueueCounts {
  /** Due and not begun. */
  waiting: number
  running: number
  failed: number
  /** Milliseconds for which the oldest of those that are due has waited. */
  oldestMillis: number
}

/** How much there is to do. */
export async function queueCounts(connection: Connection): Promise<QueueCounts> {
  const [row] = await rowsOf<QueueCounts>(
    connection,
    sql`SELECT count(*) FILTER (WHERE is_available AND run_at <= now())::int AS waiting,
               count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
               count(*) FILTER (WHERE ${failed})::int AS failed,
               coalesce(extract(epoch FROM now() - min(run_at)
                 FILTER (WHERE is_available AND run_at <= now())) * 1000, 0)::float8 AS "oldestMillis"
        FROM graphile_worker._private_jobs job`,
  )
  return row!
}
