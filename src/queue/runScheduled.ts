import { z } from 'zod'

import { poolOf } from '../database/connection.ts'
import { recordEnd, recordStart } from './queries/scheduledRuns.ts'
import { type ScheduledTask, scheduledTasks } from './scheduledTasks.ts'
import { schedule } from '../composition/schedule.ts'
import type { Task } from './task.ts'

const JobSchema = z.object({
  task: z.enum(Object.keys(scheduledTasks) as [ScheduledTask, ...ScheduledTask[]]),
  tick: z.iso.datetime(),
})

/**
 * Does a task of the schedule and notes how it went. One that fails to the last is not kept as a
 * failed job: it comes again by the clock, and the panel shows how the last run ended.
 */
export const runScheduled: Task = async ({ payload, last }, job) => {
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
