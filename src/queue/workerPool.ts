import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'

import type { Pool } from '../database/pools.ts'
import type { WorkerPool } from './jobs.ts'
import { observeJob } from './observeJob.ts'
import type { Task } from './task.ts'

/** The time between two searches of a pool by itself. The job alarm wakes it when a job is due. */
const pollIntervalMs = 60_000

const taskList = (payload: Payload, tasks: Record<string, Task>): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (job, { job: { id, attempts, max_attempts }, abortSignal }) => {
        const last = attempts >= max_attempts
        const context = { payload, signal: abortSignal, attempt: attempts, last }
        await observeJob(context, { jobId: id, task: name }, () => task(context, job))
      },
    ]),
  )

/**
 * Sends the messages of graphile-worker to Payload's log. Messages about single jobs are for debugging
 * only: `observeJob` has already logged a failed job.
 */
const loggerOf = ({ logger }: Payload) =>
  new Logger(() => (level, message, meta) => {
    if (level.toString() === 'error' && !meta?.failure) logger.warn(`Queue: ${message}`)
    else logger.debug(`Queue: ${message}`)
  })

export interface WorkerPoolOptions {
  payload: Payload
  pool: WorkerPool
  connections: Pool
  /** Emits the events of all pools of the session. */
  events: WorkerEvents
  /** Called when the pool cannot continue. */
  failed: (error: unknown) => void
}

/** Starts a pool. @returns graphile-worker's runner, which stops it */
export async function startWorkerPool({
  payload,
  pool: { tasks, concurrency },
  connections,
  events,
  failed,
}: WorkerPoolOptions): Promise<Runner> {
  const runner = await run({
    pgPool: connections,
    taskList: taskList(payload, tasks),
    parsedCronItems: [],
    noHandleSignals: true,
    logger: loggerOf(payload),
    events,
    preset: {
      worker: {
        concurrentJobs: concurrency,
        pollInterval: pollIntervalMs,
        // Jobs are fetched and completed in batches: one statement for each would cost more than the emails.
        localQueue: { size: 2 * concurrency },
        completeJobBatchDelay: 20,
      },
    },
  })
  runner.promise.catch(failed)
  return runner
}

/** The database connections that a pool needs: one that listens, and one for each running job. */
export const connectionsOf = ({ concurrency, connections }: WorkerPool): number =>
  connections ?? concurrency + 1
