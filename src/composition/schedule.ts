import type { ScheduledTask } from '../queue/scheduledTasks.ts'
import { closeEnded } from '../features/registrations/jobs/closeEndedWaitlists.ts'
import { digest } from '../features/notifications/jobs/sendDigests.ts'
import { expire } from '../features/maintenance/jobs/purgeExpired.ts'
import { passOn } from '../features/registrations/jobs/releaseExpiredHolds.ts'
import { reconcile } from '../features/registrations/jobs/reconcileCounters.ts'
import { remind } from '../features/notifications/jobs/sendReminders.ts'
import type { ScheduledWork } from '../queue/scheduledWork.ts'
import { vacuum } from '../features/maintenance/jobs/vacuum.ts'

export const schedule: Record<ScheduledTask, ScheduledWork> = {
  remind,
  passOn,
  closeEnded,
  expire,
  reconcile,
  vacuum,
  digest,
}
