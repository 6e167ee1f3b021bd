import type { CollectionAfterChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { deliverJob } from '../../src/features/webhooks/deliverJob.ts'
import type { Webhook } from '../../src/payload-types.ts'
import { addJobs } from '../../src/queue/queries/jobs.ts'

/** Sends what waited for an endpoint that was switched on again, or has another URL now. */
export const resumeDeliveries: CollectionAfterChangeHook<Webhook> = async ({
  doc,
  operation,
  previousDoc,
  req,
}) => {
  const isChanged = doc.active !== previousDoc.active || doc.url !== previousDoc.url
  if (operation !== 'update' || !doc.active || !isChanged) return
  await addJobs(await connectionOf(req), [deliverJob(doc.id)])
}
