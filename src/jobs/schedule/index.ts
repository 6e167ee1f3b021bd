import type { ScheduledTask } from '../../domain/scheduledTasks.ts'
import { closeEnded } from './closeEnded.ts'
import { digest } from './digest.ts'
import { expire } from './expire.ts'
import { passOn } from './passOn.ts'
import { reconcile } from './reconcile.ts'
import { remind } from './remind.ts'
import type { ScheduledWork } from './scheduled.ts'
import { vacuum } from './vacuum.ts'

export const schedule: Record<ScheduledTask, ScheduledWork> = {
  remind,
  passOn,
  closeEnded,
  expire,
  reconcile,
  vacuum,
  digest,
}
