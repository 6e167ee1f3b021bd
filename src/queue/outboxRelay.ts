import type { Payload } from 'payload'

import { inOwnTransaction, poolOf } from '../database/connection.ts'
import { addJobs } from './queries/jobs.ts'
import { takeUnrelayed } from './queries/outbox.ts'
import { invalidateEvents, invalidateSeats } from '../cache/invalidation/tracker.ts'
import type { DomainEvent } from './domainEvents.ts'
import { abortableDelay } from '../shared/abortableDelay.ts'
import { subscribers } from '../composition/subscribers.ts'

/** Domain events that are relayed together. */
const batch = 200

/** Milliseconds between two looks at an empty outbox: what an email may be late by. */
const pause = 100

/** Milliseconds to wait after the database has failed. */
const retryDelayMs = 1000

/**
 * Drops the copies of answers that show what has happened, once more: whoever wrote it has done so,
 * unless they crashed between their commit and that, or wrote by hand.
 */
function touchAgain(payload: Payload, events: DomainEvent[]) {
  const idsOf = (kind: string) =>
    events.flatMap(({ data, type }) =>
      'eventId' in data && type.startsWith(kind) ? [data.eventId] : [],
    )
  invalidateSeats(poolOf(payload), idsOf('registration.'))
  const edited = idsOf('event.')
  if (edited.length > 0) invalidateEvents(poolOf(payload), edited)
}

/**
 * Tells the subscribers of some of what has happened, in one transaction: each event is told to all of
 * them once, or not yet.
 *
 * @returns how many events that were
 */
export async function relayBatch(payload: Payload): Promise<number> {
  const relayed = await inOwnTransaction(payload, async (connection) => {
    const events = await takeUnrelayed(connection, batch)
    if (events.length === 0) return events
    for (const subscriber of subscribers) {
      await addJobs(connection, await subscriber.jobsFor(events, connection))
    }
    return events
  })
  if (relayed.length > 0) touchAgain(payload, relayed)
  return relayed.length
}

/**
 * Relays what happens for as long as it is not stopped. It looks by itself: `NOTIFY` would have every
 * commit of the platform wait for every other (docs/decisions/0013-outbox.md).
 *
 * @returns what stops it, and waits for the batch that is under way
 */
export function startRelay(payload: Payload): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const run = async () => {
    while (!signal.aborted) {
      try {
        const relayed = await relayBatch(payload)
        if (relayed < batch) await abortableDelay(pause, signal)
      } catch (err) {
        payload.logger.warn({ err, msg: 'Domain events could not be relayed' })
        await abortableDelay(retryDelayMs, signal)
      }
    }
  }
  const ended = run()
  return async () => {
    stopping.abort()
    await ended
  }
}
