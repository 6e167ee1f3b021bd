import type { Payload } from 'payload'

/** The circumstances in which a task does a job. */
export interface TaskContext {
  payload: Payload
  /** Aborted when the worker is stopping and will not wait much longer. */
  signal: AbortSignal | undefined
  /** 1 for the first attempt. */
  attempt: number
  /** Whether this is the last attempt: a job that fails now is not retried. */
  last: boolean
}

/**
 * Does one kind of job. A job may run twice: a worker can die after the work and before it reports
 * the job as done. The second run must change nothing.
 *
 * @throws the reason for the failure; the job is retried later
 */
export type Task = (context: TaskContext, job: unknown) => Promise<void>
