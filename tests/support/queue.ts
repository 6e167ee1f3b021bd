import type { Payload } from 'payload'

import { jobs } from '../../src/composition/jobs.ts'
import { relayBatch } from '../../src/queue/outboxRelay.ts'
import type { EventSubscriber } from '../../src/queue/eventSubscriber.ts'
import { poolOf } from './pool.ts'

export interface QueuedJob {
  task: string
  key: string
  payload: unknown
}

/** The queued jobs, oldest first. */
export async function queuedJobs(payload: Payload): Promise<QueuedJob[]> {
  const { rows } = await poolOf(payload).query<QueuedJob>(
    `SELECT task.identifier AS task, job.key, job.payload
     FROM graphile_worker._private_jobs job
     JOIN graphile_worker._private_tasks task ON task.id = job.task_id ORDER BY job.id`,
  )
  return rows
}

/** Relays all domain events, as a worker does. @returns their number */
export async function relayAll(
  payload: Payload,
  subscribers: EventSubscriber[] = jobs.subscribers,
): Promise<number> {
  let all = 0
  for (let some = 1; some > 0; all += some) some = await relayBatch(payload, subscribers)
  return all
}
