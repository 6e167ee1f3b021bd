import { setTimeout as sleep } from 'node:timers/promises'

import { abortableDelay } from '../shared/abortableDelay.ts'
import { type WorkerOptions, WorkerSession } from './workerSession.ts'

/** The pause before a new session, after the last one lost the database. */
const retryDelayMs = 1000

export interface Worker {
  /** Takes no more jobs, and waits up to `SHUTDOWN_SECONDS` for those that are running. */
  stop(): Promise<void>
}

/**
 * Starts a worker: it relays domain events, runs jobs and queues scheduled tasks. When it loses the
 * database, it ends its session and starts a new one, until it is stopped.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { payload, env, jobs } = options
  const stopping = new AbortController()
  const { signal } = stopping

  const workUntilLost = async () => {
    const session = new WorkerSession(options)
    const lost = new Promise<unknown>((resolve) => {
      signal.addEventListener('abort', resolve, { once: true })
      session.begin(resolve).catch(resolve)
    })
    const reason = await lost
    await session.end()
    return reason
  }
  const keepWorking = async () => {
    for (;;) {
      const reason = await workUntilLost()
      if (signal.aborted) return
      payload.logger.warn({ err: reason, msg: 'The worker lost the database and starts again' })
      await abortableDelay(retryDelayMs, signal)
    }
  }
  const ended = keepWorking()
  return {
    stop: async () => {
      stopping.abort()
      // A mail server may take longer to accept an email: then another worker sends it again.
      await Promise.race([ended, sleep(env.SHUTDOWN_SECONDS * 1000, undefined, { ref: false })])
      jobs.closeConnections(payload)
    },
  }
}
