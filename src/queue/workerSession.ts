import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { poolOf } from '../database/connection.ts'
import { closePool, workerPool } from '../database/pools.ts'
import { openWorkerLiveness, releaseJobsOfDeadWorkers } from './queries/workerLiveness.ts'
import { startScheduler } from './scheduler.ts'
import { connectionsOf, workerPoolsOf, startWorkerPool } from './workerPool.ts'
import { startRelay } from './outboxRelay.ts'

/** Milliseconds between two looks for jobs of workers that have died. */
const inspection = 5000

/** Everything that works, from the moment the database is there until it is lost. */
export class WorkerSession {
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
    const liveness = await openWorkerLiveness(databaseUrl, () =>
      failed(new Error('connection lost')),
    )
    this.ends.push(() => liveness.close())
    const pools = workerPoolsOf(env)
    const size = pools.reduce((sum, pool) => sum + connectionsOf(pool), 0)
    const connections = workerPool(payload, size)
    this.ends.push(() => closePool(connections))
    for (const pool of pools) {
      const runner = await startWorkerPool(payload, pool, connections, liveness, failed)
      this.ends.push(() => runner.stop())
    }
    this.ends.push(startRelay(payload), startScheduler(payload))
    const inspect = () =>
      releaseJobsOfDeadWorkers(poolOf(payload)).catch((err: unknown) =>
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
