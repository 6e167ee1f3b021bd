import cron from 'node-cron'
import type { Payload } from 'payload'

import { inOwnTransaction } from '../database/connection.ts'
import { addJobs } from './queries/jobs.ts'
import { recordTick } from './queries/scheduledRuns.ts'
import { type ScheduledTask, scheduledTasks } from './scheduledTasks.ts'

/** The number of attempts of a run. */
const maxAttempts = 3

/** Queues a task for an instant, unless another server has queued it. */
async function queueTick(payload: Payload, task: ScheduledTask, tick: Date): Promise<void> {
  await inOwnTransaction(payload, async (connection) => {
    if (await recordTick(connection, task, tick)) {
      await addJobs(connection, [
        {
          task: 'runScheduled',
          key: `scheduled:${task}:${tick.toISOString()}`,
          // The runs of a task follow one another, on all servers.
          queue: `scheduled:${task}`,
          payload: { task, tick: tick.toISOString() },
          maxAttempts,
        },
      ])
    }
  })
}

/** Removes the milliseconds: they differ between servers, and the tick must be the same on all. */
const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

/**
 * Queues every scheduled task when it is due. Each server has a scheduler with its own clock; the first
 * to record a tick queues the job.
 *
 * @returns a function that stops the scheduler
 */
export function startScheduler(payload: Payload): () => Promise<void> {
  const tasks = Object.entries(scheduledTasks).map(([name, { cron: expression }]) =>
    cron.schedule(
      expression,
      async ({ date }) => {
        try {
          await queueTick(payload, name as ScheduledTask, wholeSecond(date))
        } catch (err) {
          payload.logger.warn({ err, msg: `The scheduled task "${name}" could not be queued` })
        }
      },
      { timezone: 'UTC', name },
    ),
  )
  return async () => {
    for (const task of tasks) await task.destroy()
  }
}
