import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Payload } from 'payload'

import { redisOf } from '../redis.ts'
import { isNothing, merge, nothing, onInvalidation, type Invalidation } from './tracker.ts'
import { databaseChannel, encodeMessage, redisChannel, redisPrefix, tagsOf } from './messages.ts'

/** Milliseconds between two messages: a rush on an event sends 40 in a second, not one for each claim. */
const intervalMs = 25

/** Milliseconds before a message that could not be sent is sent again. */
const retryDelayMs = 200

/** Milliseconds that a stopping process takes to send what is left. */
const shutdownMs = 1000

/**
 * Publishes what this process has committed: to its own listeners at once, and to other processes in
 * messages that each carry several invalidations. An invalidation that cannot be sent is merged into
 * the next message. The pending one stays small, because it ends as "everything" at the latest.
 */
export class InvalidationPublisher {
  /** The name of this process in messages. */
  readonly name = randomUUID()
  /** Whether this process receives the invalidations of others; the subscriber sets it. */
  isConnected = false
  private readonly listeners = new Set<(invalidation: Invalidation) => void>()
  private pending = nothing()
  private inFlight = nothing()
  private sending: Promise<void> | undefined
  private closed = false
  private readonly closers: (() => Promise<void>)[] = []

  constructor(
    private readonly payload: Payload,
    private readonly pool: pg.Pool,
  ) {}

  /** Publishes from now on what is committed through the pools. */
  start(pools: pg.Pool[]): void {
    for (const pool of pools) onInvalidation(pool, (invalidation) => this.publish(invalidation))
  }

  /** Calls a function when the publisher is closed. */
  onClose(closer: () => Promise<void>): void {
    this.closers.push(closer)
  }

  /** Calls a listener with each invalidation: of this process, and of others that it has received. */
  addListener(listener: (invalidation: Invalidation) => void): void {
    this.listeners.add(listener)
  }

  /** Passes an invalidation of another process on to the listeners. */
  receive(invalidation: Invalidation): void {
    for (const listener of this.listeners) listener(invalidation)
  }

  /** The tags that other processes have not received yet. */
  unsentTags(): string[] {
    return this.sending ? [...tagsOf(this.pending), ...tagsOf(this.inFlight)] : []
  }

  private publish(invalidation: Invalidation): void {
    this.receive(invalidation)
    merge(this.pending, invalidation)
    if (!this.closed) this.sending ??= this.sendAll()
  }

  private async sendAll(): Promise<void> {
    // In the next turn of the event loop: all commits of this turn share one message.
    await sleep(0)
    while (!this.closed && !isNothing(this.pending)) {
      this.inFlight = this.pending
      this.pending = nothing()
      const isSent = await this.send(this.inFlight).then(
        () => true,
        () => false,
      )
      if (!isSent) merge(this.pending, this.inFlight)
      this.inFlight = nothing()
      // Without a reference: the timer keeps no process alive.
      await sleep(isSent ? intervalMs : retryDelayMs, undefined, { ref: false })
    }
    this.sending = undefined
  }

  private async send(invalidation: Invalidation): Promise<void> {
    const { payload } = this
    const message = encodeMessage(this.name, invalidation)
    const redis = redisOf(payload)
    if (redis) {
      const hash = `${redisPrefix(payload)}tags`
      await redis.invalidateTags(hash, redisChannel(payload), message, ...tagsOf(invalidation))
      return
    }
    // Not in the transaction that writes: commits with a NOTIFY wait for each other. And without a
    // wait for the disk: after a crash of PostgreSQL the other processes drop their copies anyway.
    await this.pool.query(
      `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`,
      [databaseChannel, message],
    )
  }

  /** Sends what is left, for at most a second. */
  async close(): Promise<void> {
    const deadline = performance.now() + shutdownMs
    while (this.sending && performance.now() < deadline) await sleep(5)
    this.closed = true
    await Promise.all(this.closers.map((close) => close()))
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    invalidationPublisher: InvalidationPublisher
  }
}
