import { WakeableDelay } from '../../shared/wakeableDelay.ts'
import {
  ConnectedUsers,
  type OnRegistrations,
  type RegistrationSubscriber,
} from './connectedUsers.ts'
import type { LiveRegistration } from './queries.ts'
import { quietReadMs, seatsIntervalMs } from './rules.ts'

interface Reads {
  /** Registrations of users: all of them, or those for some events. */
  registrations: (userIds: number[], eventIds?: number[]) => Promise<LiveRegistration[]>
  /** The time on the clock of the database, in milliseconds. */
  time: () => Promise<number>
}

/** Users of one statement that reads all of their registrations. */
const maxUsers = 500

/** A pause after a slow statement is so many times as long as the statement took. */
const pauseFactor = 4

/**
 * Tells the users who are connected here of changes of their registrations. When an event may have changed,
 * one statement reads the registrations of all of them for it, and each is told the difference to what they
 * were told before. After it comes a pause, so that a rush costs the database little.
 */
export class WatchedRegistrations {
  private readonly users = new ConnectedUsers()
  private readonly dueUsers = new Set<number>()
  private readonly dueEvents = new Set<number>()
  private readonly pause = new WakeableDelay()
  private readonly stopping = new AbortController()
  private isRunning = false
  /** When events may be read again, on the clock of `performance`. */
  private nextAt = 0

  constructor(
    private readonly reads: Reads,
    private readonly onFailure: (error: unknown) => Promise<void>,
  ) {}

  /** @param onRegistrations is called once, when the registrations were read. Nothing is missed after it. */
  subscribe(
    userId: number,
    subscriber: RegistrationSubscriber,
    onRegistrations: OnRegistrations,
  ): void {
    this.users.add(userId, subscriber, onRegistrations)
    this.dueUsers.add(userId)
    this.readSoon()
  }

  unsubscribe(userId: number, subscriber: RegistrationSubscriber): void {
    this.users.remove(userId, subscriber)
  }

  /** Whether the user has a registration for the event, as far as they were told. */
  isRegistered(userId: number, eventId: number): boolean {
    return this.users.isRegistered(userId, eventId)
  }

  /** Marks events whose registrations may have changed; everything without ids. */
  mayHaveChanged(eventIds?: Iterable<number>): void {
    const { ids } = this.users
    if (ids.length === 0) return
    if (eventIds) for (const id of eventIds) this.dueEvents.add(id)
    else for (const id of ids) this.dueUsers.add(id)
    this.readSoon()
  }

  stop(): void {
    this.stopping.abort()
    this.users.clear()
  }

  private readSoon() {
    this.pause.wake()
    if (this.isRunning) return
    this.isRunning = true
    // All subscriptions and marks of this turn of the event loop share one statement.
    setImmediate(() => void this.run())
  }

  private async run() {
    const { signal } = this.stopping
    while (!signal.aborted && this.dueUsers.size + this.dueEvents.size > 0) {
      const wait = this.nextAt - performance.now()
      // Who has just connected does not wait for the pause between reads of events.
      if (this.dueUsers.size === 0 && wait > 0) await this.pause.wait(wait, signal)
      else await this.readDue(wait <= 0)
    }
    this.isRunning = false
  }

  private async readDue(withEvents: boolean) {
    const userIds = [...this.dueUsers].slice(0, maxUsers)
    const eventIds = withEvents ? [...this.dueEvents] : []
    for (const id of userIds) this.dueUsers.delete(id)
    for (const id of eventIds) this.dueEvents.delete(id)
    try {
      await this.read(userIds, eventIds)
    } catch (error) {
      await this.onFailure(error)
      for (const id of userIds) if (this.users.has(id)) this.dueUsers.add(id)
      for (const id of eventIds) this.dueEvents.add(id)
    }
  }

  private async read(userIds: number[], eventIds: number[]) {
    // Before the read: what changes during it is told again to a client that resumes.
    const id = String(await this.reads.time())
    if (userIds.length > 0) {
      this.users.takeAll(userIds, await this.reads.registrations(userIds), id)
    }
    const { ids } = this.users
    if (eventIds.length === 0 || ids.length === 0) return
    const startedAt = performance.now()
    const rows = await this.reads.registrations(ids, eventIds)
    const hasTold = this.users.takeForEvents(eventIds, rows, id)
    const now = performance.now()
    const pauseMs = Math.max(
      hasTold ? seatsIntervalMs : quietReadMs,
      pauseFactor * (now - startedAt),
    )
    this.nextAt = now + pauseMs
  }
}
