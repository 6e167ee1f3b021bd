import type { WorkerEvents } from 'graphile-worker'
import { EventEmitter } from 'node:events'
import type { Payload } from 'payload'

import { type Connection, poolOf } from '../database/connection.ts'
import { closePool, workerPool } from '../database/pools.ts'
import { OutboxWakeup } from './queries/outboxWakeup.ts'
import { announceWorker, releaseJobsOfDeadWorkers } from './queries/workerLiveness.ts'
import { startJobAlarm } from './jobAlarm.ts'
import { openWorkerConnection } from './queries/workerConnection.ts'
import { startScheduler } from './scheduler.ts'
import { connectionsOf, startWorkerPool } from './workerPool.ts'
import { startRelay } from './outboxRelay.ts'
import type { Jobs } from './jobs.ts'
import type { Env } from '../runtime/env/env.ts'

/** The time between two searches for jobs of dead workers. */
const releaseIntervalMs = 5000

export interface WorkerOptions {
  payload: Payload
  env: Env
  databaseUrl: string
  jobs: Jobs
}

/** Whether PostgreSQL replied that a statement failed. All other errors are those of a lost connection. */
const isStatementError = (error: unknown): boolean => {
  const { cause } = error as { cause?: unknown }
  return ((cause ?? error) as { severity?: string }).severity === 'ERROR'
}

/** All parts of a worker, from the first connection to the database until that connection is lost. */
export class WorkerSession {
  private readonly options: WorkerOptions
  private readonly cleanups: (() => Promise<unknown>)[] = []
  private begun: Promise<void> = Promise.resolve()

  constructor(options: WorkerOptions) {
    this.options = options
  }

  /** @param failed called when a part of the session cannot continue */
  begin(failed: (error: unknown) => void): Promise<void> {
    this.begun = this.beginAll(failed)
    return this.begun
  }

  private async beginAll(failed: (error: unknown) => void) {
    const { payload, databaseUrl, jobs } = this.options
    const { client, connection } = await openWorkerConnection(databaseUrl, failed)
    this.cleanups.push(() => client.end())
    // Before anything new is queued: otherwise an old job and its new twin could run side by side.
    await jobs.renameOldJobs(poolOf(payload))
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool: { id } }) => {
      announceWorker(client, id).catch(failed)
    })
    this.cleanups.push(startJobAlarm(payload, events, jobs))
    await this.startPools(events, failed)
    const wakeup = await OutboxWakeup.open(client)
    this.cleanups.push(startRelay(payload, jobs.subscribers, wakeup), startScheduler(payload))
    const release = () => this.releaseJobs(connection, failed)
    const timer = setInterval(() => void release(), releaseIntervalMs)
    this.cleanups.push(() => Promise.resolve(clearInterval(timer)))
    await release()
  }

  private async startPools(events: WorkerEvents, failed: (error: unknown) => void) {
    const { payload, env, jobs } = this.options
    const pools = jobs.pools(env)
    const size = pools.reduce((sum, pool) => sum + connectionsOf(pool), 0)
    const connections = workerPool(payload, size)
    this.cleanups.push(() => closePool(connections))
    for (const pool of pools) {
      const runner = await startWorkerPool({ payload, pool, connections, events, failed })
      this.cleanups.push(() => runner.stop())
    }
  }

  private async releaseJobs(connection: Connection, failed: (error: unknown) => void) {
    try {
      await releaseJobsOfDeadWorkers(connection)
    } catch (err) {
      this.options.payload.logger.warn({ err, msg: 'Jobs of dead workers could not be released' })
      // A connection that was cut reports no error by itself: this statement finds out.
      if (!isStatementError(err)) failed(err)
    }
  }

  /** Ends all parts, the last one first. A part that fails to end is over anyway. */
  async end(): Promise<void> {
    await this.begun.catch(() => undefined)
    for (const end of this.cleanups.reverse()) {
      await end().catch((err: unknown) => this.options.payload.logger.debug({ err, msg: 'Worker' }))
    }
  }
}
