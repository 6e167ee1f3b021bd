import { z } from 'zod'

import type { Job } from '../../queue/queries/jobs.ts'

export const DeliverSchema = z.object({ webhookId: z.int() })

/**
 * The job that sends what an endpoint's deliveries are due. Each endpoint has a queue of its own: one job of
 * it runs at a time, and at most one waits.
 */
export const deliverJob = (webhookId: number, runAt?: Date): Job => ({
  task: 'deliverWebhooks',
  key: `webhook:${webhookId}`,
  queue: `webhook:${webhookId}`,
  payload: { webhookId },
  ...(runAt ? { runAt } : {}),
})
