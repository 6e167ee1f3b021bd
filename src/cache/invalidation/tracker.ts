import type pg from 'pg'

import { clientBehind, type Connection } from '../../database/connection.ts'

/**
 * What a change makes outdated in cached responses about events. The code that writes adds it to the
 * connection that it writes on. It is published when the change is committed, and not before.
 */
export interface Invalidation {
  /** All responses may be outdated. */
  all: boolean
  /** All lists may be outdated: other events exist, or their order is different. */
  lists: boolean
  /** The events that have changed. Each response that shows one of them is outdated. */
  events: Set<number>
  /** Feature flags have changed. */
  flags: boolean
}

export const nothing = (): Invalidation => ({
  all: false,
  lists: false,
  events: new Set(),
  flags: false,
})

export const isNothing = ({ all, lists, events, flags }: Invalidation): boolean =>
  !all && !lists && !flags && events.size === 0

/** With more events than this, all responses are invalidated: naming them costs more than a new read. */
const maxNamedEvents = 500

export function merge(into: Invalidation, more: Invalidation): void {
  into.all ||= more.all
  into.lists ||= more.lists
  into.flags ||= more.flags
  for (const id of more.events) into.events.add(id)
  if (into.events.size > maxNamedEvents) into.all = true
  if (into.all) into.events.clear()
}

/**
 * The pool or the transaction that statements run on. The listener and the transaction's pending
 * invalidation are stored on the connection object, not in `Services`, because code that runs a statement
 * has the connection but not the Payload instance.
 */
interface Client extends Pick<pg.Pool, 'query'> {
  [listenerKey]?: (invalidation: Invalidation) => void
  [pendingKey]?: Invalidation
}

/** Registered symbols, because Next's bundle has its own copy of this module. */
const listenerKey = Symbol.for('robo-events.invalidationListener')
const pendingKey = Symbol.for('robo-events.pendingInvalidation')

/** Calls the listener with everything that is committed through the pool. */
export const onInvalidation = (
  pool: Client,
  listener: (invalidation: Invalidation) => void,
): void => {
  pool[listenerKey] = listener
}

/** Starts to collect invalidations of a transaction, because its writes are not committed yet. */
export const beginTracking = (client: Client): void => {
  client[pendingKey] = nothing()
}

/** Publishes what a transaction has collected: it is committed, or its outcome is unknown. */
export function publishTracked(client: Client, pool: Client): void {
  const pending = client[pendingKey]
  if (pending && !isNothing(pending)) pool[listenerKey]?.(pending)
}

function invalidate(connection: Connection, invalidation: Invalidation) {
  const client: Client = clientBehind(connection)
  const pending = client[pendingKey]
  if (pending) merge(pending, invalidation)
  else client[listenerKey]?.(invalidation)
}

/** Call it when seats of events were taken, freed or held; outside a transaction, after the statement. */
export function invalidateSeats(connection: Connection, eventIds: Iterable<number>): void {
  const events = new Set(eventIds)
  if (events.size > 0) invalidate(connection, { ...nothing(), events })
}

/** Call it when events were created, edited or deleted. */
export const invalidateEvents = (connection: Connection, eventIds: Iterable<number>): void =>
  invalidate(connection, { ...nothing(), lists: true, events: new Set(eventIds) })

/** Call it when it is unknown which events show the change. */
export const invalidateEverything = (connection: Connection): void =>
  invalidate(connection, { ...nothing(), all: true, lists: true })

/** Call it when feature flags were changed. Every process reads them anew. */
export const invalidateFlags = (connection: Connection): void =>
  invalidate(connection, { ...nothing(), flags: true })
