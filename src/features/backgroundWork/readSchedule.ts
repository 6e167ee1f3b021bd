import type { Connection } from '../../database/connection.ts'
import { lastRuns, type ScheduledRun, scheduledSince } from '../../queue/queries/scheduledRuns.ts'
import { dueAfter, hasMissed } from '../../queue/cron.ts'
import { type ScheduledTask, scheduledTasks } from '../../queue/scheduledTasks.ts'

/** So many times may a task not have run before somebody should look: a worker that is replaced takes a while. */
const missedRuns = 3

export interface TaskStatus {
  task: ScheduledTask
  title: string
  cron: string
  /** ISO 8601, as are all instants here. */
  nextDue: string
  /** Its last run, or the first that was called for when none has begun yet. */
  run: ScheduledRun | undefined
  /** `waiting` when it was called for and has not begun, `never` when it was not. */
  state: 'succeeded' | 'failed' | 'running' | 'waiting' | 'never'
  /** Whether it should have run several times since its last run. */
  isMissed: boolean
}

function stateOf(run: ScheduledRun | undefined): TaskStatus['state'] {
  if (!run) return 'never'
  if (!run.startedAt) return 'waiting'
  return run.outcome ?? 'running'
}

/** What is done by the clock: when it last was, how that went, and when it is due again. */
export async function readSchedule(connection: Connection, now: Date): Promise<TaskStatus[]> {
  const [runs, since] = await Promise.all([lastRuns(connection), scheduledSince(connection)])
  const tasks = Object.keys(scheduledTasks) as ScheduledTask[]
  return tasks.map((task) => {
    const { cron, title } = scheduledTasks[task]
    const run = runs.find((one) => one.task === task)
    return {
      task,
      title,
      cron,
      nextDue: dueAfter(cron, now).toISOString(),
      run,
      state: stateOf(run),
      isMissed: hasMissed(cron, missedRuns, new Date(run?.tick ?? since), now),
    }
  })
}
