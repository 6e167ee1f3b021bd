import type { Payload } from 'payload'

import { poolOf } from '../database/connection.ts'
import { closePool, workerPool } from '../database/pools.ts'
import { openWorkerLiveness, releaseJobsOfDeadWorkers } from './queries/workerLiveness.ts'
import { startScheduler } from './scheduler.ts'
import { connectionsOf, startWorkerPool } from './workerPool.ts'
import { startRelay } from './outboxRelay.ts'
import type { Jobs } from './jobs.ts'
import type { Env } from '../runtime/env/env.ts'

/** The time between two searches for jobs that dead workers and older versions left behind. */
const recoveryIntervalMs = 5000

export interface WorkerOptions {
  payload: Payload
  env: Env
  databaseUrl: string
  jobs: Jobs
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
    const { payload, env, databaseUrl, jobs } = this.options
    const liveness = await openWorkerLiveness(databaseUrl, () =>
      failed(new Error('connection lost')),
    )
    this.cleanups.push(() => liveness.close())
    // Before anything new is queued: otherwise an old job and its new twin could run side by side.
    await jobs.renameOldJobs(poolOf(payload))
    const pools = jobs.pools(env)
    const size = pools.reduce((sum, pool) => sum + connectionsOf(pool), 0)
    const connections = workerPool(payload, size)
    this.cleanups.push(() => closePool(connections))
    for (const pool of pools) {
      const runner = await startWorkerPool({ payload, pool, connections, liveness, failed })
      this.cleanups.push(() => runner.stop())
    }
    this.cleanups.push(startRelay(payload, jobs.subscribers), startScheduler(payload))
    const timer = setInterval(() => void this.recoverJobs(), recoveryIntervalMs)
    this.cleanups.push(() => Promise.resolve(clearInterval(timer)))
    await this.recoverJobs()
  }

  /** Workers die, and servers of an older version still queue jobs while an upgrade is under way. */
  private async recoverJobs() {
    const { payload, jobs } = this.options
    try {
      await releaseJobsOfDeadWorkers(poolOf(payload))
      await jobs.renameOldJobs(poolOf(payload))
    } catch (err) {
      payload.logger.warn({ err, msg: 'Jobs that were left behind could not be recovered' })
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
