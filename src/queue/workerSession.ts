import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { poolOf } from '../database/connection.ts'
import { closePool, workerPool } from '../database/pools.ts'
import { openPresence, releaseJobsOfTheDead } from './queries/workerLiveness.ts'
import { startClock } from './scheduler.ts'
import { connectionsOf, crewsOf, startCrew } from './workerPool.ts'
import { startRelay } from './outboxRelay.ts'

/** Milliseconds between two looks for jobs of workers that have died. */
const inspection = 5000

/** Everything that works, from the moment the database is there until it is lost. */
export class Shift {
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
    const size = crews.reduce((sum, crew) => sum + connectionsOf(crew), 0)
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
