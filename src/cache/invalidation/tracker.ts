import type pg from 'pg'

import { clientBehind, type Connection } from '../../database/connection.ts'

/**
 * What a change makes outdated of that which is shown of events. Whoever writes notes it on the
 * connection that they write on; it is told when that has been committed, and not before.
 */
export interface Invalidation {
  /** Anything may look different. */
  all: boolean
  /** Which events there are, in which order, may look different: every list. */
  lists: boolean
  /** The events that themselves look different, wherever they are shown. */
  events: Set<number>
}

export const nothing = (): Invalidation => ({ all: false, lists: false, events: new Set() })

export const isNothing = ({ all, lists, events }: Invalidation): boolean =>
  !all && !lists && events.size === 0

/** More events than these are as good as all: to name them costs more than to fill anew. */
const mostNamed = 500

export function merge(into: Invalidation, more: Invalidation): void {
  into.all ||= more.all
  into.lists ||= more.lists
  for (const id of more.events) into.events.add(id)
  if (into.events.size > mostNamed) into.all = true
  if (into.all) into.events.clear()
}

/**
 * The pool or the transaction that statements run on. The listener and the open transaction's
 * invalidation are properties of it and no service: a statement knows its connection, and no Payload.
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

/** Starts to collect what is written on the client, because it is not committed yet. */
export const beginTracking = (client: Client): void => {
  client[pendingKey] = nothing()
}

/** Publishes what was written on the client: it is committed, or the outcome is unknown. */
export function publishTracked(client: Client, pool: Client): void {
  const pending = client[pendingKey]
  if (pending && !isNothing(pending)) pool[listenerKey]?.(pending)
}

function note(connection: Connection, touched: Invalidation) {
  const client: Client = clientBehind(connection)
  const pending = client[pendingKey]
  if (pending) merge(pending, touched)
  else client[listenerKey]?.(touched)
}

/** Notes that seats of events were taken, freed or held. On a pool: when the statement is done. */
export function invalidateSeats(connection: Connection, eventIds: Iterable<number>): void {
  const events = new Set(eventIds)
  if (events.size > 0) note(connection, { ...nothing(), events })
}

/** Notes that events were created, edited or deleted. */
export const invalidateEvents = (connection: Connection, eventIds: Iterable<number>): void =>
  note(connection, { all: false, lists: true, events: new Set(eventIds) })

/** Notes a change of which nobody can say which events it shows in. */
export const invalidateEverything = (connection: Connection): void =>
  note(connection, { all: true, lists: true, events: new Set() })
