import type { Payload } from 'payload'

/** What a job is done with. */
export interface TaskContext {
  payload: Payload
  /** Tells that the worker is stopping and will not wait much longer. */
  signal: AbortSignal | undefined
  attempt: number
  /** Whether it will not be tried again if it fails now. */
  last: boolean
}

/**
 * Does one kind of job. It may be done again after it was done, by a worker that did not get to say
 * so: the second time must make no difference.
 *
 * @throws what went wrong; the job is tried again later
 */
export type Task = (work: TaskContext, job: unknown) => Promise<void>
