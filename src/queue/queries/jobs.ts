import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'

/** A job to queue. */
export interface Job {
  task: string
  payload: object
  /** A new job replaces a waiting job with the same key. If both payloads are lists, they are joined. */
  key: string
  /** Jobs of one queue run one after another, in order. */
  queue?: string
  /** The earliest time to run. The default is now. */
  runAt?: Date
  maxAttempts?: number
  /** Jobs with a lower number run first. The default is 0. */
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

/**
 * Queues jobs in the caller's transaction. They can run when it has committed, not before.
 *
 * @param keepsTime whether a waiting job with the same key keeps its time
 */
export async function addJobs(
  connection: Connection,
  jobs: Job[],
  { keepsTime = false } = {},
): Promise<void> {
  if (jobs.length === 0) return
  await connection.execute(
    sql`SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
          SELECT json_populate_record(NULL::graphile_worker.job_spec, spec)
          FROM json_array_elements(${JSON.stringify(jobs.map(specOf))}::json) AS spec),
          job_key_preserve_run_at => ${keepsTime}::boolean)`,
  )
}

/** When the waiting jobs with these keys were first queued, by key. */
export async function queuedSince(
  connection: Connection,
  keys: string[],
): Promise<Map<string, Date>> {
  const rows = await rowsOf<{ key: string; since: string }>(
    connection,
    sql`SELECT key, to_json(created_at) AS since FROM graphile_worker._private_jobs
        WHERE key = ANY (${sql.param(keys)}::text[]) AND is_available`,
  )
  return new Map(rows.map(({ key, since }) => [key, new Date(since)]))
}

/**
 * The milliseconds until the next waiting job is due; infinite when none is waiting. Not more than 0
 * when one is due and not started.
 */
export async function millisUntilDue(connection: Connection): Promise<number> {
  const [row] = await rowsOf<{ millis: number | null }>(
    connection,
    sql`SELECT (extract(epoch FROM min(run_at) - now()) * 1000)::float8 AS millis
        FROM graphile_worker._private_jobs WHERE is_available`,
  )
  return row!.millis ?? Infinity
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

/** Jobs without attempts left. */
const failed = sql`job.attempts >= job.max_attempts AND job.locked_at IS NULL`

/** Jobs that failed for good, the latest first. */
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

/** Locks the job, so that of two concurrent decisions the second finds no failed job. */
const failedOf = (id: string) =>
  sql`ARRAY(SELECT job.id FROM graphile_worker._private_jobs job
            WHERE job.id = ${id}::bigint AND ${failed} FOR UPDATE)`

/** Notifies all workers that a job can run. graphile-worker does so itself only for jobs that are added. */
export const notifyWorkers = sql`pg_notify('jobs:insert', '')`

/** Retries a failed job, with all attempts. @returns false when no failed job has that id */
export async function retryJob(connection: Connection, id: string): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`SELECT ${notifyWorkers} FROM graphile_worker.reschedule_jobs(${failedOf(id)}, now(), NULL, 0)`,
  )
  return rows.length > 0
}

/** Discards a failed job. @returns false when no failed job has that id */
export async function discardJob(connection: Connection, id: string): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`SELECT 1 FROM graphile_worker.complete_jobs(${failedOf(id)})`,
  )
  return rows.length > 0
}

/**
 * Discards jobs of a task that a later job with the same key has replaced while they ran, and whose worker was
 * killed then: graphile-worker leaves them without attempts, as if they had failed.
 *
 * @returns how many
 */
export async function discardSuperseded(connection: Connection, task: string): Promise<number> {
  const rows = await rowsOf(
    connection,
    sql`SELECT 1 FROM graphile_worker.complete_jobs(ARRAY(
          SELECT job.id FROM graphile_worker._private_jobs job
          JOIN graphile_worker._private_tasks tasks ON tasks.id = job.task_id
          WHERE tasks.identifier = ${task} AND job.key IS NULL AND ${failed} FOR UPDATE OF job))`,
  )
  return rows.length
}

export interface QueueCounts {
  /** Jobs that are due and not started. */
  waiting: number
  running: number
  failed: number
  /** How long the oldest waiting job has been due, in milliseconds. */
  oldestMillis: number
  /** How long the oldest running job has been running, in milliseconds; 0 when none runs. */
  oldestRunningMillis: number
  /** Emails that are due, run, or wait for another try. */
  emailsWaiting: number
}

/** The number of jobs in each state. */
export async function queueCounts(connection: Connection): Promise<QueueCounts> {
  const [row] = await rowsOf<QueueCounts>(
    connection,
    sql`SELECT count(*) FILTER (WHERE is_available AND run_at <= now())::int AS waiting,
               count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
               count(*) FILTER (WHERE ${failed})::int AS failed,
               coalesce(extract(epoch FROM now() - min(run_at)
                 FILTER (WHERE is_available AND run_at <= now())) * 1000, 0)::float8 AS "oldestMillis",
               coalesce(extract(epoch FROM now() - min(locked_at)) * 1000, 0)::float8
                 AS "oldestRunningMillis",
               count(*) FILTER (WHERE task_id = (SELECT id FROM graphile_worker._private_tasks
                   WHERE identifier = 'sendEmail')
                 AND NOT (${failed}) AND (run_at <= now() OR attempts > 0))::int AS "emailsWaiting"
        FROM graphile_worker._private_jobs job`,
  )
  return row!
}
