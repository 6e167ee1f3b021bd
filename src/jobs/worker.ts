import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Payload } from 'payload'

import type { Env } from '../config/env.ts'
import { closeMail } from '../config/mail.ts'
import { poolOf } from '../db/connection.ts'
import { rest } from '../lib/rest.ts'
import { closePool, type Pool, workerPool } from '../db/pools.ts'
import { openPresence, type Presence, releaseJobsOfTheDead } from '../db/presence.ts'
import { startClock } from './clock.ts'
import { startRelay } from './relay.ts'
import type { Task } from './task.ts'
import { announceChange } from './tasks/announceChange.ts'
import { runScheduled } from './tasks/runScheduled.ts'
import { sendLetter } from './tasks/sendLetter.ts'

/** Jobs of everything but letters that are done at the same time. */
const width = 2

/** Milliseconds between two looks for jobs of workers that have died. */
const inspection = 5000

/** Milliseconds before work is taken up again that had to stop. */
const respite = 1000

/** Milliseconds after which jobs are looked for that fell due meanwhile. */
const pollInterval = 1000

/** Connections of a runner: one listens, one job at a time asks on the others. */
const connectionsOf = (concurrency: number) => concurrency + 1

interface Crew {
  tasks: Record<string, Task>
  concurrency: number
}

/** Letters wait for mail servers, so they do not hold up what is done in milliseconds. */
const crewsOf = (env: Env): Crew[] => [
  { tasks: { sendLetter }, concurrency: env.MAIL_CONCURRENCY },
  { tasks: { announceChange, runScheduled }, concurrency: width },
]

const taskList = (payload: Payload, tasks: Record<string, Task>): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (job, { job: { attempts, max_attempts }, abortSignal }) =>
        task(
          { payload, signal: abortSignal, attempt: attempts, last: attempts >= max_attempts },
          job,
        ),
    ]),
  )

/** The queue's own words, where Payload's go; what it says of each job is for whoever looks for a fault. */
const loggerOf = ({ logger }: Payload) =>
  new Logger(() => (level, message) => {
    if (level.toString() === 'error') logger.warn(`Queue: ${message}`)
    else logger.debug(`Queue: ${message}`)
  })

async function startCrew(
  payload: Payload,
  { tasks, concurrency }: Crew,
  pool: Pool,
  presence: Presence,
  failed: (error: unknown) => void,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool: { id } }) => void presence.announce(id).catch(failed))
  const runner = await run({
    pgPool: pool,
    taskList: taskList(payload, tasks),
    parsedCronItems: [],
    noHandleSignals: true,
    logger: loggerOf(payload),
    events,
    preset: {
      worker: {
        concurrentJobs: concurrency,
        pollInterval,
        // Fetched and reported together: a statement each would cost more than the letters do.
        localQueue: { size: 2 * concurrency },
        completeJobBatchDelay: 20,
      },
    },
  })
  runner.promise.catch(failed)
  return runner
}

/** Everything that works, from the moment the database is there until it is lost. */
class Shift {
  private readonly payload: Payload
  private readonly ends: (() => Promise<unknown>)[] = []
  private begun: Promise<void> = Promise.resolve()

  constructor(payload: Payload) {
    this.payload = payload
  }

  /** @param failed called when what was begun cannot go on */
  begin(env: Env, databaseUrl: string, failed: (error: unknown) => void): Promise<void> {
    this.begun = this.beginAll(env, databaseUrl, failed)
    return this.begun
  }

  private async beginAll(env: Env, databaseUrl: string, failed: (error: unknown) => void) {
    const { payload } = this
    const presence = await openPresence(databaseUrl, () => failed(new Error('connection lost')))
    this.ends.push(() => presence.close())
    const crews = crewsOf(env)
    const size = crews.reduce((sum, { concurrency }) => sum + connectionsOf(concurrency), 0)
    const pool = workerPool(payload, size)
    this.ends.push(() => closePool(pool))
    for (const crew of crews) {
      const runner = await startCrew(payload, crew, pool, presence, failed)
      this.ends.push(() => runner.stop())
    }
    this.ends.push(startRelay(payload), startClock(payload))
    const inspect = () =>
      releaseJobsOfTheDead(poolOf(payload)).catch((err: unknown) =>
        payload.logger.warn({ err, msg: 'Jobs of dead workers could not be looked for' }),
      )
    const timer = setInterval(() => void inspect(), inspection)
    this.ends.push(() => Promise.resolve(clearInterval(timer)))
    await inspect()
  }

  /** Ends what was begun, the last first; what cannot be ended any more is over anyway. */
  async end(): Promise<void> {
    await this.begun.catch(() => undefined)
    for (const end of this.ends.reverse()) {
      await end().catch((err: unknown) => this.payload.logger.debug({ err, msg: 'Worker' }))
    }
  }
}

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
    const shift = new Shift(payload)
    const lost = new Promise<unknown>((resolve) => {
      signal.addEventListener('abort', resolve, { once: true })
      shift.begin(env, databaseUrl, resolve).catch(resolve)
    })
    const reason = await lost
    await shift.end()
    return reason
  }
  const keepWorking = async () => {
    for (;;) {
      const reason = await workUntilLost()
      if (signal.aborted) return
      payload.logger.warn({ err: reason, msg: 'The worker lost the database and begins anew' })
      await rest(respite, signal)
    }
  }
  const ended = keepWorking()
  return {
    stop: async () => {
      stopping.abort()
      // A mail server may keep a letter waiting for longer; another worker then sends it.
      await Promise.race([ended, sleep(env.SHUTDOWN_SECONDS * 1000, undefined, { ref: false })])
      closeMail(payload)
    },
  }
}
