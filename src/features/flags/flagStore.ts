import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'

import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import { poolOf } from '../../database/connection.ts'
import { servicesOf } from '../../shared/services.ts'
import { definitionsOf } from './definitions.ts'
import { loadFlags } from './loadFlags.ts'
import { PreparedFlags } from './preparedFlags.ts'
import { lastChangeAt } from './queries/changes.ts'
import { type FlagAttributes, type FlagValue, lastChange, nextChange } from './rules.ts'

/** Milliseconds before flags that could not be read are read again. */
const retryDelayMs = 1000

/** Milliseconds between two looks at the database while changes of other processes do not arrive. */
const pollMs = 1000

/** The longest time of a timer in Node, in milliseconds. */
const maxTimerMs = 2 ** 31 - 1

declare module '../../shared/services.ts' {
  interface Services {
    flags: FlagStore
  }
}

/**
 * The flags of this process. They are read at the start, when they are changed on any server, and when a
 * schedule begins or ends. A read of a flag waits for nothing and never throws.
 */
export class FlagStore {
  private prepared = new PreparedFlags([], 0)
  private changedAt = 0
  /** Stands for what is evaluated now, in milliseconds since the epoch: the last change, also by a schedule. */
  version = 0
  private isLoaded = false
  private isOutdated = false
  private loading: Promise<void> | undefined
  private scheduled: NodeJS.Timeout | undefined
  private polling: NodeJS.Timeout | undefined
  private isClosed = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly payload: Payload) {}

  /** Takes an invalidation of this process or of another one. */
  invalidate({ flags }: Invalidation): void {
    if (flags && (this.isLoaded || this.loading)) this.reload()
  }

  /** Calls a function after each change. @returns a function that ends this */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** Waits until the flags are as the database had them at the time of the call. */
  async load(): Promise<void> {
    if (!this.isLoaded && !this.loading) this.reload()
    await this.loading
  }

  /** The flags as they are now. They are empty until they were loaded. */
  current(): PreparedFlags {
    if (!this.isLoaded && !this.loading) this.reload()
    return this.prepared
  }

  /**
   * The value of a flag for a caller.
   *
   * @param fallback the value of a flag that is not there, or is of another type
   */
  valueFor<Value extends FlagValue>(
    key: string,
    fallback: Value,
    attributes: FlagAttributes,
  ): Value {
    try {
      const value = this.current().valueFor(key, attributes)
      return typeof value === typeof fallback ? (value as Value) : fallback
    } catch (err) {
      this.payload.logger.warn({ err, flag: key, msg: 'A feature flag could not be evaluated' })
      return fallback
    }
  }

  /** Stops all timers, and reads no more. */
  close(): void {
    this.isClosed = true
    clearTimeout(this.scheduled)
    clearInterval(this.polling)
    this.listeners.clear()
  }

  /** Reads the flags; once more when a change comes during the read. */
  private reload() {
    this.isOutdated = true
    this.loading ??= this.readUntilCurrent().finally(() => (this.loading = undefined))
  }

  private async readUntilCurrent() {
    while (this.isOutdated && !this.isClosed) {
      this.isOutdated = false
      try {
        const changedAt = await lastChangeAt(poolOf(this.payload))
        this.take(await loadFlags(this.payload), changedAt)
      } catch (err) {
        this.payload.logger.warn({ err, msg: 'Feature flags could not be read' })
        // Callers get their defaults, and the next one begins another try.
        if (!this.isLoaded) return
        await sleep(retryDelayMs, undefined, { ref: false })
        this.isOutdated = true
      }
    }
  }

  private take(flags: Awaited<ReturnType<typeof loadFlags>>, changedAt: number) {
    const { broken, definitions } = definitionsOf(flags)
    if (broken.length > 0) {
      this.payload.logger.warn({ flags: broken, msg: 'These feature flags cannot be evaluated' })
    }
    this.changedAt = changedAt
    this.isLoaded = true
    this.prepare(definitions)
    this.polling ??= setInterval(() => void this.poll(), pollMs).unref()
  }

  private prepare(definitions: PreparedFlags['definitions']) {
    const now = new Date().getTime()
    this.prepared = new PreparedFlags(definitions, now)
    this.version = Math.max(this.changedAt, lastChange(definitions, now))
    clearTimeout(this.scheduled)
    const next = nextChange(definitions, now)
    if (next !== undefined) {
      const prepareAgain = () => this.prepare(definitions)
      this.scheduled = setTimeout(prepareAgain, Math.min(next - now, maxTimerMs)).unref()
    }
    for (const listener of this.listeners) listener()
  }

  /** While messages of other processes may be lost, the time of the last change is compared. */
  private async poll() {
    if (servicesOf(this.payload).invalidationPublisher.isConnected) return
    try {
      if ((await lastChangeAt(poolOf(this.payload))) !== this.changedAt) this.reload()
    } catch {
      // The database is away. The flags stay as they are, and the next poll looks again.
    }
  }
}
