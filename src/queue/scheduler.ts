import cron from 'node-cron'
import type { Payload } from 'payload'

import { inOwnTransaction } from '../database/connection.ts'
import { addJobs } from './queries/jobs.ts'
import { recordTick } from './queries/scheduledRuns.ts'
import { type ScheduledTask, scheduledTasks } from './scheduledTasks.ts'

/** How often a run is tried that fails. */
const maxAttempts = 3

/**
 * Queues a task for an instant, unless another server has done so already.
 *
 * @returns whether it was queued
 */
async function queueTick(payload: Payload, task: ScheduledTask, tick: Date): Promise<boolean> {
  return inOwnTransaction(payload, async (connection) => {
    const first = await recordTick(connection, task, tick)
    if (first) {
      await addJobs(connection, [
        {
          task: 'runScheduled',
          key: `scheduled:${task}:${tick.toISOString()}`,
          // One run after another, on whichever server.
          queue: `scheduled:${task}`,
          payload: { task, tick: tick.toISOString() },
          maxAttempts,
        },
      ])
    }
    return first
  })
}

/** The instant that the clock struck, whose fractions differ from server to server. */
const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

/**
 * Queues every task of the schedule when it is due. Each server does so by its own clock.
 *
 * @returns what stops it
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
