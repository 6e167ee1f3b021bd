import type { Payload } from 'payload'

import { type JobContext, runWithJobContext } from '../shared/jobContext.ts'
import { publish, type DiagnosticEvents } from '../shared/diagnostics.ts'
import { tracer } from '../shared/tracing.ts'
import type { TaskContext } from './task.ts'

/** Only a job that is given up needs action, so only that is logged as an error. */
function logFailure({ logger }: Payload, task: string, last: boolean, err: unknown) {
  if (last) logger.error({ err, msg: `A job "${task}" was given up` })
  else logger.warn({ err, msg: `A job "${task}" failed and is tried again` })
}

/**
 * Runs a job with logs, metrics and a trace: its log lines name the job, a failure is logged, and its
 * duration is measured.
 *
 * @throws the error of the job
 */
export async function observeJob(
  { payload, attempt, last }: TaskContext,
  { jobId, task }: Pick<JobContext, 'jobId' | 'task'>,
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
  const end = (outcome: DiagnosticEvents['job']['outcome'], failed?: unknown) => {
    publish('job', { task, seconds: (performance.now() - began) / 1000, outcome })
    span?.end({ failed })
  }
  const jobContext = { jobId, task, attempt, span }
  try {
    await runWithJobContext(jobContext, work)
    end('done')
  } catch (error) {
    runWithJobContext(jobContext, () => logFailure(payload, task, last, error))
    end(last ? 'failed' : 'retried', error)
    throw error
  }
}
