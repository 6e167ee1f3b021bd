import { AsyncLocalStorage } from 'node:async_hooks'

import type { Span } from './tracing.ts'

/** A job that is being done, as whoever does it knows it. */
export interface JobContext {
  readonly jobId: string
  readonly task: string
  readonly attempt: number
  /** Where its trace has got to, when it is traced. */
  readonly span?: Span
}

const current = new AsyncLocalStorage<JobContext>()

/** Does a job, so that whatever it calls can ask which one it is. */
export const runWithJobContext = <Result>(jobContext: JobContext, work: () => Result): Result =>
  current.run(jobContext, work)

/** The job that is being done; undefined in what a request has asked for. */
export const getJobContext = (): JobContext | undefined => current.getStore()
