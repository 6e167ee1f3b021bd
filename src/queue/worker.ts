import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { closeMail } from '../features/notifications/mailAdapter.ts'
import { abortableDelay } from '../shared/abortableDelay.ts'
import { WorkerSession } from './workerSession.ts'

/** Milliseconds before work is taken up again that had to stop. */
const retryDelayMs = 1000

export interface Worker {
  /** Takes no more jobs and waits for those under way, as long as a server waits for requests. */
  stop(): Promise<void>
}

/**
 * Works on the queue: relays domain events, does jobs, and keeps the schedule. When it loses the
 * database it lets go of everything and begins anew, until it is stopped.
 */
export function startWorker(payload: Payload, env: Env, databaseUrl: string): Worker {
  const stopping = new AbortController()
  const { signal } = stopping

  const workUntilLost = async () => {
    const session = new WorkerSession(payload)
    const lost = new Promise<unknown>((resolve) => {
      signal.addEventListener('abort', resolve, { once: true })
      session.begin(env, databaseUrl, resolve).catch(resolve)
    })
    const reason = await lost
    await session.end()
    return reason
  }
  const keepWorking = async () => {
    for (;;) {
      const reason = await workUntilLost()
      if (signal.aborted) return
      payload.logger.warn({ err: reason, msg: 'The worker lost the database and begins anew' })
      await abortableDelay(retryDelayMs, signal)
    }
  }
  const ended = keepWorking()
  return {
    stop: async () => {
      stopping.abort()
      // A mail server may keep an email waiting for longer; another worker then sends it.
      await Promise.race([ended, sleep(env.SHUTDOWN_SECONDS * 1000, undefined, { ref: false })])
      closeMail(payload)
    },
  }
}
