import type { Payload } from 'payload'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Invalidation } from '../../cache/invalidation/tracker.ts'
import { poolOf } from '../../database/connection.ts'
import type { PushConnection, PushMessage } from '../../http/push/pushMessage.ts'
import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { servicesOf } from '../../shared/services.ts'
import { Beats } from './beats.ts'
import { ConnectionLimits } from './connectionLimits.ts'
import { LiveCounts } from './liveCounts.ts'
import { changedMessage } from './messages.ts'
import {
  changedUsers,
  databaseTime,
  endedSessions,
  readEventStates,
  registrationsForEvents,
  registrationsOfUsers,
} from './queries.ts'
import {
  closings,
  commentSeconds,
  type EventState,
  pingSeconds,
  pollMs,
  sessionCheckMs,
} from './rules.ts'
import { SignedInSessions } from './signedInSessions.ts'
import { WatchedEvents } from './watchedEvents.ts'
import { WatchedRegistrations } from './watchedRegistrations.ts'

/** Milliseconds before a read that has failed is tried again. */
const retryDelayMs = 1000

/** Milliseconds between two messages that the list of events may have changed. */
const listIntervalMs = 1000

/** An open connection, as the server counts, keeps alive and closes it. */
export type OpenConnection = Pick<PushConnection, 'kind' | 'beat' | 'close'>

interface ListWatcher {
  receive: (message: PushMessage) => void
}

declare module '../../shared/services.ts' {
  interface Services {
    live: LiveUpdates
  }
}

/**
 * The live updates of one server: what its connections watch, and everything that they share. It costs
 * nothing until the first connection opens.
 */
export class LiveUpdates {
  readonly counts = new LiveCounts()
  readonly limits: ConnectionLimits
  readonly sessions: SignedInSessions
  readonly events: WatchedEvents
  readonly registrations: WatchedRegistrations
  private readonly connections = new Map<OpenConnection, () => void>()
  private readonly beats = { websocket: new Beats(pingSeconds), sse: new Beats(commentSeconds) }
  private readonly listWatchers = new Set<ListWatcher>()
  private listTimer: NodeJS.Timeout | undefined
  private timers: NodeJS.Timeout[] = []
  private isClosing = false

  constructor(
    private readonly payload: Payload,
    env: Env,
  ) {
    const pool = () => poolOf(payload)
    const onFailure = (err: unknown) => this.waitAfter(err)
    this.limits = new ConnectionLimits({
      total: env.LIVE_CONNECTIONS,
      perAddress: env.LIVE_CONNECTIONS_ADDRESS,
      perUser: env.LIVE_CONNECTIONS_USER,
    })
    this.sessions = new SignedInSessions({
      changedUsers: (users) => changedUsers(pool(), users),
      endedSessions: (ids) => endedSessions(pool(), ids),
    })
    this.events = new WatchedEvents((ids, known) => readEventStates(pool(), ids, known), onFailure)
    this.registrations = new WatchedRegistrations(
      {
        registrations: (userIds, eventIds) =>
          eventIds
            ? registrationsForEvents(pool(), eventIds, userIds)
            : registrationsOfUsers(pool(), userIds),
        time: () => databaseTime(pool()),
      },
      onFailure,
    )
  }

  /** Takes an invalidation of this server or of another one: what may have changed is read again. */
  invalidate({ all, events, lists }: Invalidation): void {
    if (this.connections.size === 0) return
    const ids = all ? undefined : events
    this.events.mayHaveChanged(ids)
    this.registrations.mayHaveChanged(ids)
    if (all || lists) this.tellListWatchers()
  }

  /** Reads an event as it is now. */
  async readEvent(id: number): Promise<EventState | undefined> {
    return (await readEventStates(poolOf(this.payload), [id], () => undefined)).get(id)
  }

  /** @throws {Refusal} 429 or 503 when no connection from that address can be opened */
  check(address: string): void {
    try {
      if (this.isClosing) {
        throw new Refusal(503, 'too_busy', 'This server is stopping.', { 'Retry-After': '1' })
      }
      this.limits.check(address)
    } catch (error) {
      this.counts.refused += 1
      throw error
    }
  }

  /** Counts a connection and keeps it alive. @returns a function to call when it has closed */
  open(connection: OpenConnection, address: string): () => void {
    const stopBeating = this.beats[connection.kind].add(connection)
    const stopCounting = this.limits.add(address)
    this.counts.connections[connection.kind] += 1
    this.start()
    const remove = () => {
      if (!this.connections.delete(connection)) return
      stopBeating()
      stopCounting()
      this.counts.connections[connection.kind] -= 1
      if (this.connections.size === 0) this.stop()
    }
    this.connections.set(connection, remove)
    return remove
  }

  watchList(watcher: ListWatcher): void {
    this.listWatchers.add(watcher)
  }

  unwatchList(watcher: ListWatcher): void {
    this.listWatchers.delete(watcher)
  }

  /**
   * Closes all connections, and takes no more.
   *
   * @param seconds over which they are spread, so that their clients do not all come to another server at once
   */
  async close(seconds: number): Promise<void> {
    this.isClosing = true
    const open = [...this.connections.keys()]
    const steps = Math.min(open.length, Math.ceil(seconds * 10))
    for (let step = 0; step < steps; step += 1) {
      await sleep((seconds * 1000) / steps)
      const from = Math.floor((open.length * step) / steps)
      const to = Math.floor((open.length * (step + 1)) / steps)
      for (const connection of open.slice(from, to)) connection.close(closings.restart)
    }
    for (const connection of this.connections.keys()) connection.close(closings.restart)
  }

  /** Closes all connections, because live updates were switched off. */
  closeAll(): void {
    for (const connection of [...this.connections.keys()]) connection.close(closings.switchedOff)
  }

  private start() {
    if (this.timers.length > 0) return
    this.timers = [
      setInterval(() => this.checkSessions(), sessionCheckMs),
      setInterval(() => this.poll(), pollMs),
      setInterval(() => {
        this.beats.websocket.tick()
        this.beats.sse.tick()
      }, 1000),
    ].map((timer) => timer.unref())
  }

  private stop() {
    for (const timer of this.timers) clearInterval(timer)
    this.timers = []
  }

  private checkSessions() {
    this.sessions.check().catch((err: unknown) => {
      this.payload.logger.warn({ err, msg: 'Signed-in live connections could not be checked' })
    })
  }

  /** While messages of other servers may be lost, everything that is watched is read every second. */
  private poll() {
    if (servicesOf(this.payload).invalidationPublisher.isConnected) return
    this.events.mayHaveChanged()
    this.registrations.mayHaveChanged()
    this.tellListWatchers()
  }

  private tellListWatchers() {
    if (this.listWatchers.size === 0) return
    this.listTimer ??= setTimeout(() => {
      this.listTimer = undefined
      for (const watcher of this.listWatchers) watcher.receive(changedMessage())
    }, listIntervalMs).unref()
  }

  private async waitAfter(err: unknown) {
    this.payload.logger.warn({ err, msg: 'Live updates could not be read' })
    await sleep(retryDelayMs, undefined, { ref: false })
  }
}
