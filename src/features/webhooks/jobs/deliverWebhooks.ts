import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { addJobs } from '../../../queue/queries/jobs.ts'
import type { Task } from '../../../queue/task.ts'
import { servicesOf } from '../../../shared/services.ts'
import { deliverJob, DeliverSchema } from '../deliverJob.ts'
import { createSender, type Sender } from '../delivery/sender.ts'
import { sendBatch } from '../delivery/sendBatch.ts'
import { dueDeliveries, nextAttemptAt } from '../queries/deliveries.ts'
import { findTarget } from '../queries/endpoints.ts'

/** Deliveries that are read at a time. */
const batchSize = 100

/** The time until the next job when a delivery is due and cannot be sent yet: an earlier change is not relayed. */
const pauseMs = 100

/** The time after which a job lets those of other endpoints run first. */
const sliceMs = 10_000

declare module '../../../shared/services.ts' {
  interface Services {
    /** Made with the first delivery of the process. */
    webhookSender?: Sender
  }
}

const senderOf = (payload: Payload): Sender =>
  (servicesOf(payload).webhookSender ??= createSender())

/** Sends one batch. @returns whether there may be more to send at once */
async function deliverOnce(payload: Payload, webhookId: number, signal: AbortSignal | undefined) {
  const connection = poolOf(payload)
  const target = await findTarget(connection, webhookId)
  if (!target) return false
  const urgentOnly = target.isPaused || !target.active
  const due = await dueDeliveries(connection, webhookId, { limit: batchSize, urgentOnly })
  if (due.length === 0) return false
  return sendBatch({ payload, sender: senderOf(payload), target, due, signal })
}

/**
 * Sends what the deliveries of an endpoint are due, and queues the next job for the time at which another one
 * is. Its queue runs one job at a time, so no delivery is sent twice at once. A worker that is killed in
 * between sends the delivery again, under the same id.
 */
export const deliverWebhooks: Task = async ({ payload, signal }, job) => {
  const { webhookId } = DeliverSchema.parse(job)
  const began = performance.now()
  let hasMore = true
  while (hasMore && performance.now() - began < sliceMs) {
    hasMore = await deliverOnce(payload, webhookId, signal)
  }
  const next = await nextAttemptAt(poolOf(payload), webhookId)
  if (!next) return
  const soonest = new Date(new Date().getTime() + (hasMore ? 0 : pauseMs))
  const runAt = next > soonest ? next : soonest
  // A change meanwhile has queued a job for now, which keeps its time.
  await addJobs(poolOf(payload), [deliverJob(webhookId, runAt)], { keepsTime: true })
}
