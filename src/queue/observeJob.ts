import type { Payload } from 'payload'

import { type Duty, onDuty } from '../shared/jobContext.ts'
import { happened, type Happenings } from '../shared/diagnostics.ts'
import { tracer } from '../shared/tracing.ts'
import type { Work } from './task.ts'

/** Somebody has to act only on what is given up. */
function complain({ logger }: Payload, task: string, last: boolean, err: unknown) {
  if (last) logger.error({ err, msg: `A job "${task}" was given up` })
  else logger.warn({ err, msg: `A job "${task}" failed and is tried again` })
}

/**
 * Does a job so that its log lines name it, its failure is in the log, its time is counted, and its
 * trace gets to whoever asked for it.
 *
 * @throws what the work throws
 */
export async function observed(
  { payload, attempt, last }: Work,
  { jobId, task }: Pick<Duty, 'jobId' | 'task'>,
  work: () => Promise<void>,
): Promise<void> {
  const began = performance.now()
  const span = tracer()?.begin('job', `job ${task}`, {
    'messaging.system': 'graphile-worker',
    'messaging.operation.type': 'process',
    'messaging.destination.name': task,
    'messaging.message.id': jobId,
    'robo_events.attempt': attempt,
  })
  const end = (outcome: Happenings['job']['outcome'], failed?: unknown) => {
    happened('job', { task, seconds: (performance.now() - began) / 1000, outcome })
    span?.end({ failed })
  }
  const duty = { jobId, task, attempt, span }
  try {
    await onDuty(duty, work)
    end('done')
  } catch (error) {
    onDuty(duty, () => complain(payload, task, last, error))
    end(last ? 'failed' : 'retried', error)
    throw error
  }
}
