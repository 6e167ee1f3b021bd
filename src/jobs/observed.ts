import { type Duty, onDuty } from '../lib/duty.ts'
import { happened } from '../lib/happenings.ts'
import { tracer } from '../lib/tracing.ts'

/**
 * Does a job so that its log lines name it, its time is counted, and its trace and its failure get to
 * whoever asked for them.
 *
 * @param last whether it is not tried again when it fails
 * @throws what the work throws
 */
export async function observed(
  { jobId, task, attempt }: Omit<Duty, 'span'>,
  last: boolean,
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
  const told = { task, id: jobId, attempt }
  const seconds = () => (performance.now() - began) / 1000
  try {
    await onDuty({ jobId, task, attempt, span }, work)
    happened('job', { ...told, seconds: seconds() })
    span?.end()
  } catch (error) {
    happened('job', { ...told, seconds: seconds(), error, last })
    span?.end({ failed: error })
    throw error
  }
}
