import { poolOf } from '../../../database/connection.ts'
import { addJobs, discardSuperseded } from '../../../queue/queries/jobs.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { deliverJob } from '../deliverJob.ts'
import { overdueEndpoints } from '../queries/deliveries.ts'

/** Deliveries that are late by so much have lost their job: somebody discarded it, or it failed for good. */
const lateSeconds = 60

/** Queues the jobs of endpoints whose deliveries are late. Usually there are none. */
export const wakeDeliveries: ScheduledWork = async (payload) => {
  const connection = poolOf(payload)
  await discardSuperseded(connection, 'deliverWebhooks')
  const late = await overdueEndpoints(connection, lateSeconds)
  const jobs = late.map((id) => deliverJob(id))
  await addJobs(connection, jobs, { keepsTime: true })
  return late.length === 0 ? 'Nothing is late' : `Woke ${counted(late.length, 'endpoint')}`
}
