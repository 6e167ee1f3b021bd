import type { PayloadRequest } from 'payload'

import { requireStaff } from '../../shared/access/requireStaff.ts'
import { poolOf } from '../../database/connection.ts'
import {
  discardJob,
  failedJobs,
  type QueueCounts,
  queueCounts,
  retryJob,
} from '../../queue/queries/jobs.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { type WebhookNumbers, webhookNumbers } from '../webhooks/public.ts'
import { type DescribedJob, describeJobs } from './describeJobs.ts'
import { readSchedule, type TaskStatus } from './readSchedule.ts'

const pageSize = 10

export interface BackgroundWork {
  counts: QueueCounts
  webhooks: WebhookNumbers
  /** One page of the jobs that failed for good, the latest first. */
  failed: DescribedJob[]
  page: number
  pages: number
  schedule: TaskStatus[]
}

/**
 * The state of the queue, the failed jobs and the schedule.
 *
 * @param page the page of failed jobs, from 1. A number beyond the last page gives the last page
 * @throws {Refusal} 401 or 403 when the caller is not staff
 */
export async function readBackgroundWork(
  req: PayloadRequest,
  page: number,
  now: Date,
): Promise<BackgroundWork> {
  requireStaff(req)
  const pool = poolOf(req.payload)
  const [counts, webhooks, schedule] = await Promise.all([
    queueCounts(pool),
    webhookNumbers(pool),
    readSchedule(pool, now),
  ])
  const pages = Math.max(Math.ceil(counts.failed / pageSize), 1)
  const shown = Math.min(page, pages)
  const jobs = await failedJobs(pool, { limit: pageSize, offset: (shown - 1) * pageSize })
  return { counts, webhooks, failed: await describeJobs(req, jobs), page: shown, pages, schedule }
}

const isJobId = (id: string) => /^\d{1,18}$/.test(id)

/**
 * Retries a failed job at once, with as many attempts as a new one.
 *
 * @throws {Refusal} 401 or 403 when the caller is not staff, 404 when no failed job has that id
 */
export async function retryFailedJob(req: PayloadRequest, id: string): Promise<void> {
  requireStaff(req)
  if (!isJobId(id) || !(await retryJob(poolOf(req.payload), id))) throw notFound()
  req.payload.logger.info({ jobId: id, userId: req.user?.id, msg: 'A failed job is retried' })
}

/**
 * Discards a failed job. Its work is not done.
 *
 * @throws {Refusal} 401 or 403 when the caller is not staff, 404 when no failed job has that id
 */
export async function discardFailedJob(req: PayloadRequest, id: string): Promise<void> {
  requireStaff(req)
  if (!isJobId(id) || !(await discardJob(poolOf(req.payload), id))) throw notFound()
  req.payload.logger.info({ jobId: id, userId: req.user?.id, msg: 'A failed job was discarded' })
}
