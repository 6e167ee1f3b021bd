import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import type { Connection } from '../database/connection.ts'
import type { EventSubscriber } from './eventSubscriber.ts'
import type { Task } from './task.ts'

/** A group of tasks with a number of jobs of its own, so that slow tasks do not delay quick ones. */
export interface WorkerPool {
  tasks: Record<string, Task>
  /** The most jobs that run at the same time in one process. */
  concurrency: number
  /** Database connections, when the jobs wait for something else most of the time. */
  connections?: number
}

/** All work that the queue does for the features. `src/composition/jobs.ts` puts it together. */
export interface Jobs {
  pools: (env: Env) => WorkerPool[]
  subscribers: EventSubscriber[]
  /**
   * Gives jobs that an older version queued the names of today. Called at the start, and when a job is
   * due that no worker has taken: servers of the older version still queue jobs during an upgrade.
   */
  renameOldJobs: (connection: Connection) => Promise<void>
  /** Closes the connections that the tasks share. Called when the worker has stopped. */
  closeConnections: (payload: Payload) => void
}
