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

type Client = Pick<pg.Pool, 'query'>

/** Who is told of what was committed, by the pool that it was written through. */
const listeners = new WeakMap<object, (touched: Invalidation) => void>()

/** What open transactions have touched until now, by the client that they run on. */
const open = new WeakMap<object, Invalidation>()

/** Has everything that is committed through the pool told. */
export const onInvalidation = (pool: Client, teller: (touched: Invalidation) => void): void =>
  void listeners.set(pool, teller)

/** Says that what is written on the client is not committed yet. */
export const beginTracking = (client: Client): void => void open.set(client, nothing())

/** Tells what was written on the client since: it is committed, or nobody knows that it is not. */
export function publishTracked(client: Client, pool: Client): void {
  const touched = open.get(client)
  if (touched && !isNothing(touched)) listeners.get(pool)?.(touched)
}

function note(connection: Connection, touched: Invalidation) {
  const client = clientBehind(connection)
  const before = open.get(client)
  if (before) merge(before, touched)
  else listeners.get(client)?.(touched)
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
