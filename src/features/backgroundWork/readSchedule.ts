import type { Connection } from '../../database/connection.ts'
import { lastRuns, type ScheduledRun, scheduledSince } from '../../queue/queries/scheduledRuns.ts'
import { dueAfter, hasMissed } from '../../queue/cron.ts'
import { type ScheduledTask, scheduledTasks } from '../../queue/scheduledTasks.ts'

/** Missed runs before the panel shows a warning. The restart of a worker may cause one or two. */
const missedRuns = 3

export interface TaskStatus {
  task: ScheduledTask
  title: string
  cron: string
  /** ISO 8601, like all instants here. */
  nextDue: string
  /** The last started run. When none has started, the first run that was due. */
  run: ScheduledRun | undefined
  /** `waiting`: the first run is queued and has not started. `never`: no run was due yet. */
  state: 'succeeded' | 'failed' | 'running' | 'waiting' | 'never'
  /** Whether several runs were due since the last one. */
  isMissed: boolean
}

function stateOf(run: ScheduledRun | undefined): TaskStatus['state'] {
  if (!run) return 'never'
  if (!run.startedAt) return 'waiting'
  return run.outcome ?? 'running'
}

/** The state of every scheduled task: its last run, the outcome, and when it is due again. */
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
