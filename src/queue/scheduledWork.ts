import type { Payload } from 'payload'

import type { ScheduledTask } from './scheduledTasks.ts'

/**
 * The work of a scheduled task.
 *
 * @param now the instant at which the task was due
 * @returns a sentence for the panel that says what the run did
 */
export type ScheduledWork = (payload: Payload, now: Date) => Promise<string>

/** The work of every scheduled task. */
export type Schedule = Record<ScheduledTask, ScheduledWork>
