import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Payload } from 'payload'

import { redisOf } from '../redis.ts'
import { scriptsOn } from '../redisScripts.ts'
import { isNothing, merge, nothing, onInvalidation, type Invalidation } from './tracker.ts'
import { databaseChannel, redisChannel, redisPrefix, tagsOf, writeMessage } from './messages.ts'

/** Milliseconds between two messages: a rush on an event sends forty a second, not one a claim. */
const pace = 25

/** Milliseconds before a message that could not be sent is tried again. */
const retryDelayMs = 200

/** Milliseconds that a process that ends gives what is left to be told. */
const shutdownMs = 1000

/**
 * Tells what this process has committed: to itself at once, to all others in one message for what
 * comes together. What cannot be told is kept until it can; it grows no larger than "everything".
 */
export class InvalidationPublisher {
  /** By which a process knows its own messages. */
  readonly name = randomUUID()
  private readonly listeners = new Set<(touched: Invalidation) => void>()
  private waiting = nothing()
  private underWay = nothing()
  private working: Promise<void> | undefined
  private closed = false
  private readonly ends: (() => Promise<void>)[] = []

  constructor(
    private readonly payload: Payload,
    private readonly pool: pg.Pool,
  ) {}

  /** Publishes from now on what is committed through the pool. */
  start(): void {
    onInvalidation(this.pool, (touched) => this.publish(touched))
  }

  /** Has something else ended with it. */
  endWith(end: () => Promise<void>): void {
    this.ends.push(end)
  }

  onTouched(listener: (touched: Invalidation) => void): void {
    this.listeners.add(listener)
  }

  /** What the others have not been told yet, as tags. */
  untold(): string[] {
    return this.working ? [...tagsOf(this.waiting), ...tagsOf(this.underWay)] : []
  }

  private publish(touched: Invalidation): void {
    for (const listener of this.listeners) listener(touched)
    merge(this.waiting, touched)
    if (!this.closed) this.working ??= this.work()
  }

  private async work(): Promise<void> {
    // In the next turn: what this one commits goes together.
    await sleep(0)
    while (!this.closed && !isNothing(this.waiting)) {
      this.underWay = this.waiting
      this.waiting = nothing()
      const sent = await this.send(this.underWay).then(
        () => true,
        () => false,
      )
      if (!sent) merge(this.waiting, this.underWay)
      this.underWay = nothing()
      // No process stays alive for this.
      await sleep(sent ? pace : retryDelayMs, undefined, { ref: false })
    }
    this.working = undefined
  }

  private async send(touched: Invalidation): Promise<void> {
    const { payload } = this
    const message = writeMessage(this.name, touched)
    const redis = redisOf(payload)
    if (redis) {
      const hash = `${redisPrefix(payload)}tags`
      await scriptsOn(redis).touchTags(hash, redisChannel(payload), message, ...tagsOf(touched))
      return
    }
    // Not within the writes themselves: commits that notify wait for each other. Nor is it waited for
    // that the disk has it; who crashes after that has lost his copies as well.
    await this.pool.query(
      `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`,
      [databaseChannel, message],
    )
  }

  /** Tells what is left, for as long as that is worth waiting for. */
  async close(): Promise<void> {
    const late = Date.now() + shutdownMs
    while (this.working && Date.now() < late) await sleep(5)
    this.closed = true
    await Promise.all(this.ends.map((end) => end()))
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    invalidationPublisher: InvalidationPublisher
  }
}
