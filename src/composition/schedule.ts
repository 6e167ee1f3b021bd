import type { ScheduledTask } from '../queue/scheduledTasks.ts'
import { closeEndedWaitlists } from '../features/registrations/jobs/closeEndedWaitlists.ts'
import { sendDigests } from '../features/notifications/jobs/sendDigests.ts'
import { purgeExpiredData } from '../features/maintenance/jobs/purgeExpired.ts'
import { releaseExpiredHolds } from '../features/registrations/jobs/releaseExpiredHolds.ts'
import { reconcileCounters } from '../features/registrations/jobs/reconcileCounters.ts'
import { sendReminders } from '../features/notifications/jobs/sendReminders.ts'
import type { ScheduledWork } from '../queue/scheduledWork.ts'
import { vacuum } from '../features/maintenance/jobs/vacuum.ts'

export const schedule: Record<ScheduledTask, ScheduledWork> = {
  remind: sendReminders,
  passOn: releaseExpiredHolds,
  closeEnded: closeEndedWaitlists,
  expire: purgeExpiredData,
  reconcile: reconcileCounters,
  vacuum,
  digest: sendDigests,
}
