import type { WorkerEvents, WorkerPool } from 'graphile-worker'
import type { Payload } from 'payload'

import { poolOf } from '../database/connection.ts'
import { abortableDelay } from '../shared/abortableDelay.ts'
import { WakeableDelay } from '../shared/wakeableDelay.ts'
import type { Jobs } from './jobs.ts'
import { millisUntilDue } from './queries/jobs.ts'

/** The longest time between two looks at the queue: a notification may be lost. */
const maxDelayMs = 5000

/** The time between two looks while a job is due: the workers may be busy, or a job of its queue runs. */
const dueDelayMs = 1000

/** The shortest time between two looks. A change that woke the alarm is committed after that. */
const minDelayMs = 200

/**
 * Wakes the worker pools when a job comes due. PostgreSQL notifies them of new jobs, but not when their
 * time has come: each pool would have to poll every second. This looks for the time of the next job
 * and waits until then.
 *
 * @param events the events of the pools. The alarm must be started before the pools
 * @returns a function that stops it
 */
export function startJobAlarm(
  payload: Payload,
  events: WorkerEvents,
  { renameOldJobs }: Pick<Jobs, 'renameOldJobs'>,
): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const pools: WorkerPool[] = []
  const delay = new WakeableDelay()
  const look = () => delay.wake()
  events.on('pool:create', ({ workerPool }) => void pools.push(workerPool))
  // A job was added, or has failed and is tried again: the next one may be due earlier.
  events.on('pool:listen:notification', look)
  events.on('job:error', look)

  const millisToNextLook = async () => {
    const connection = poolOf(payload)
    const millis = await millisUntilDue(connection)
    if (millis > 0) return Math.min(millis, maxDelayMs)
    await renameOldJobs(connection)
    for (const pool of pools) pool.nudge(1)
    return dueDelayMs
  }
  const run = async () => {
    while (!signal.aborted) {
      // The database may be away. Then the session ends, or the next look finds it again.
      const millis = await millisToNextLook().catch(() => dueDelayMs)
      await abortableDelay(minDelayMs, signal)
      const isWoken = await delay.wait(Math.max(0, millis - minDelayMs), signal)
      if (isWoken) await abortableDelay(minDelayMs, signal)
    }
  }
  const ended = run()
  return async () => {
    stopping.abort()
    await ended
  }
}
