import { z } from 'zod'

import { poolOf } from '../database/connection.ts'
import { recordEnd, recordStart } from './queries/scheduledRuns.ts'
import type { Schedule } from './scheduledWork.ts'
import { type ScheduledTask, scheduledTasks } from './scheduledTasks.ts'
import type { Task } from './task.ts'

const JobSchema = z.object({
  task: z.enum(Object.keys(scheduledTasks) as [ScheduledTask, ...ScheduledTask[]]),
  tick: z.iso.datetime(),
})

/**
 * Returns the task that does the work of the schedule and records the outcome of each run. A run that
 * fails for good does not become a failed job: the clock queues the next run, and the panel shows how
 * the last one ended.
 */
export const runScheduled =
  (schedule: Schedule): Task =>
  async ({ payload, last }, job) => {
    const { task, tick } = JobSchema.parse(job)
    const connection = poolOf(payload)
    const due = new Date(tick)
    await recordStart(connection, task, due)
    try {
      const report = await schedule[task](payload, due)
      await recordEnd(connection, task, due, { outcome: 'succeeded', report })
    } catch (error) {
      const report = error instanceof Error ? error.message : String(error)
      await recordEnd(connection, task, due, { outcome: 'failed', report })
      if (!last) throw error
      payload.logger.error({ err: error, msg: `The scheduled task "${task}" failed` })
    }
  }
