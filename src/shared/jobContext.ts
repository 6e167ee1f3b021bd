import { AsyncLocalStorage } from 'node:async_hooks'

import type { Span } from './tracing.ts'

/** The job that a worker runs. */
export interface JobContext {
  readonly jobId: string
  readonly task: string
  readonly attempt: number
  /** Its span, if the job is traced. */
  readonly span?: Span
}

const current = new AsyncLocalStorage<JobContext>()

/** Runs a job, so that `getJobContext` returns its context in all code that it calls. */
export const runWithJobContext = <Result>(jobContext: JobContext, work: () => Result): Result =>
  current.run(jobContext, work)

/** The current job; undefined in code that serves a request. */
export const getJobContext = (): JobContext | undefined => current.getStore()
