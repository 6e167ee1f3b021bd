import { EventEmitter } from 'node:events'
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import type { Pool } from '../database/pools.ts'
import type { WorkerLiveness } from './queries/workerLiveness.ts'
import { observeJob } from './observeJob.ts'
import type { Task } from './task.ts'
import { announceChange } from '../features/notifications/jobs/announceChange.ts'
import { runScheduled } from './runScheduled.ts'
import { sendEmail } from '../features/notifications/jobs/sendEmail.ts'

/** Jobs of everything but emails that are done at the same time. */
const width = 2

/** Milliseconds after which jobs are looked for that fell due meanwhile. */
const pollInterval = 1000

/** Those who do jobs of some kinds. */
export interface WorkerPool {
  tasks: Record<string, Task>
  concurrency: number
}

/** Emails wait for mail servers, so they do not hold up what is done in milliseconds. */
export const workerPoolsOf = (env: Env): WorkerPool[] => [
  { tasks: { sendEmail }, concurrency: env.MAIL_CONCURRENCY },
  { tasks: { announceChange, runScheduled }, concurrency: width },
]

const taskList = (payload: Payload, tasks: Record<string, Task>): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (job, { job: { id, attempts, max_attempts }, abortSignal }) => {
        const last = attempts >= max_attempts
        const work = { payload, signal: abortSignal, attempt: attempts, last }
        await observeJob(work, { jobId: id, task: name }, () => task(work, job))
      },
    ]),
  )

/**
 * The queue's own words, where Payload's go; what it says of each job is for whoever looks for a fault.
 * Of one that has failed the log has it already.
 */
const loggerOf = ({ logger }: Payload) =>
  new Logger(() => (level, message, meta) => {
    if (level.toString() === 'error' && !meta?.failure) logger.warn(`Queue: ${message}`)
    else logger.debug(`Queue: ${message}`)
  })

/**
 * Starts a pool.
 *
 * @param failed called when it cannot go on
 */
export async function startWorkerPool(
  payload: Payload,
  { tasks, concurrency }: WorkerPool,
  pool: Pool,
  presence: WorkerLiveness,
  failed: (error: unknown) => void,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool: { id } }) => void presence.announce(id).catch(failed))
  const runner = await run({
    pgPool: pool,
    taskList: taskList(payload, tasks),
    parsedCronItems: [],
    noHandleSignals: true,
    logger: loggerOf(payload),
    events,
    preset: {
      worker: {
        concurrentJobs: concurrency,
        pollInterval,
        // Fetched and reported together: a statement each would cost more than the emails do.
        localQueue: { size: 2 * concurrency },
        completeJobBatchDelay: 20,
      },
    },
  })
  runner.promise.catch(failed)
  return runner
}

/** Connections of a pool: one listens, one job at a time asks on the others. */
export const connectionsOf = ({ concurrency }: WorkerPool): number => concurrency + 1
