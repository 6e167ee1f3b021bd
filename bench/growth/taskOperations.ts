import { schedule } from '../../src/composition/jobs.ts'
import { scheduledTasks, type ScheduledTask } from '../../src/queue/scheduledTasks.ts'
import type { Operation, Surroundings } from './operation.ts'

/** Each task that the clock starts. */
export const taskOperations = ({ payload }: Surroundings): Operation[] =>
  (Object.keys(scheduledTasks) as ScheduledTask[]).map((task) => ({
    name: `task: ${task}`,
    isInteractive: false,
    run: () => schedule[task](payload, new Date()),
  }))
