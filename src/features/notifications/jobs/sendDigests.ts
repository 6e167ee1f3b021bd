import { DateTime } from 'luxon'

import { counted } from '../../../shared/counted.ts'
import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import { organisers } from '../queries/digests.ts'
import { sendEmailJob } from '../emailJob.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { dayMs } from '../../../shared/isoDate.ts'

/** The local hour at which an organiser gets the digest. */
const hour = 7

/** Queues the digest of the last day for each organiser in whose time zone it is morning. */
export const sendDigests: ScheduledWork = async (payload, now) => {
  const connection = poolOf(payload)
  const since = new Date(now.getTime() - dayMs).toISOString()
  const jobs = (await organisers(connection, now)).flatMap(({ userId, timezone }) => {
    const local = DateTime.fromJSDate(now, { zone: timezone })
    const day = local.toISODate()
    if (local.hour !== hour || !day) return []
    const email = { kind: 'organiserDigest', userId, day, since } as const
    return [sendEmailJob(`digest:${userId}:${day}`, email)]
  })
  await addJobs(connection, jobs)
  return counted(jobs.length, 'digest')
}
