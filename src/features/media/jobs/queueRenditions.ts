import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { picturesWithOutdatedRenditions, picturesWithoutRenditions } from '../queries/renditions.ts'
import { renditionsJob } from './updateRenditions.ts'

/** Pictures of one run: a worker makes their files in half of the time until the next run. */
const most = 200

/**
 * Queues the pictures whose files in other sizes are missing or outdated: those from before this release, and
 * those whose job was discarded. An interrupted run goes on where it was.
 */
export const queueRenditions: ScheduledWork = async (payload) => {
  const connection = poolOf(payload)
  const missing = await picturesWithoutRenditions(connection, most)
  const outdated = await picturesWithOutdatedRenditions(connection, most)
  const ids = [...new Set([...missing, ...outdated])]
  await addJobs(connection, ids.map(renditionsJob), { keepsTime: true })
  return ids.length === 0
    ? 'All pictures have their sizes'
    : `Queued ${counted(ids.length, 'picture')}`
}
