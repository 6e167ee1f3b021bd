import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { servicesOf } from '../../../shared/services.ts'
import { feedJob } from '../feed/feedJob.ts'
import { engineBacklog } from '../queries/outdated.ts'

/** Queues the job that feeds the engine: an index may be missing, or somebody has discarded the job. */
export const wakeSearchFeed: ScheduledWork = async (payload) => {
  if (!servicesOf(payload).searchEngine) return 'PostgreSQL searches'
  await addJobs(poolOf(payload), [feedJob()], { keepsTime: true })
  const { waiting } = await engineBacklog(poolOf(payload))
  return waiting === 0 ? 'Up to date' : `${counted(waiting, 'change')} to write`
}
