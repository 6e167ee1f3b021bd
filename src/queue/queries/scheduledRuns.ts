import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

/**
 * Records that a task is due, in the caller's transaction.
 *
 * @returns whether the caller is the first to record it, and so has to queue the job
 */
export async function recordTick(connection: Connection, task: string, tick: Date) {
  const rows = await rowsOf(
    connection,
    sql`INSERT INTO scheduled_runs (task, tick) VALUES (${task}, ${tick.toISOString()}::timestamptz)
        ON CONFLICT DO NOTHING RETURNING 1`,
  )
  return rows.length > 0
}

/** Records that the run has started. */
export async function recordStart(connection: Connection, task: string, tick: Date) {
  await connection.execute(
    sql`UPDATE scheduled_runs SET started_at = clock_timestamp(), finished_at = NULL, outcome = NULL
        WHERE task = ${task} AND tick = ${tick.toISOString()}::timestamptz`,
  )
}

/** Records how the run ended. */
export async function recordEnd(
  connection: Connection,
  task: string,
  tick: Date,
  { outcome, report }: { outcome: 'succeeded' | 'failed'; report: string },
) {
  await connection.execute(
    sql`UPDATE scheduled_runs SET finished_at = clock_timestamp(), outcome = ${outcome}, report = ${report}
        WHERE task = ${task} AND tick = ${tick.toISOString()}::timestamptz`,
  )
}

export interface ScheduledRun {
  task: string
  /** The instant at which the run was due. */
  tick: string
  startedAt: string | null
  finishedAt: string | null
  outcome: 'succeeded' | 'failed' | null
  report: string | null
}

/** The last started run of each task. For a task that never started, the first run that was due. */
export async function lastRuns(connection: Connection): Promise<ScheduledRun[]> {
  return rowsOf<ScheduledRun>(
    connection,
    sql`SELECT DISTINCT ON (task) task, to_json(tick) AS tick, to_json(started_at) AS "startedAt",
               to_json(finished_at) AS "finishedAt", outcome, report
        FROM scheduled_runs run
        ORDER BY task, started_at IS NULL, CASE WHEN started_at IS NOT NULL THEN run.tick END DESC,
                 run.tick`,
  )
}

/** The instant since which this database records runs. */
export async function scheduledSince(connection: Connection): Promise<string> {
  const [row] = await rowsOf<{ since: string }>(
    connection,
    sql`SELECT to_json(coalesce(min(created_at), now())) AS since
        FROM payload_migrations WHERE name = '20261123_030000_outbox'`,
  )
  return row!.since
}

/** Deletes runs that were due before an instant. @returns how many */
export const purgeScheduledRuns = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM scheduled_runs WHERE tick < ${before.toISOString()}::timestamptz`,
  )
