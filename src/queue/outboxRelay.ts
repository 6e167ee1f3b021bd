import type { Payload } from 'payload'

import { inOwnTransaction, poolOf } from '../database/connection.ts'
import { addJobs } from './queries/jobs.ts'
import { takeUnrelayed } from './queries/outbox.ts'
import type { OutboxWakeup } from './queries/outboxWakeup.ts'
import { invalidateEvents, invalidateSeats } from '../cache/invalidation/tracker.ts'
import type { DomainEvent } from './domainEvents.ts'
import type { EventSubscriber } from './eventSubscriber.ts'
import { abortableDelay } from '../shared/abortableDelay.ts'

/** The most domain events that are relayed in one transaction. */
const batchSize = 200

/** The pause between two looks at the outbox while records are being written. */
const pauseMs = 100

/** The time without a record after which the relay sleeps until it is notified. */
const awakeMs = 1000

/** The time between two looks at the outbox in its sleep: a notification may be lost. */
const sleepMs = 5000

/** The pause after the database has failed. */
const retryDelayMs = 1000

/**
 * Removes the cached responses that the events made outdated, once more. The server that made the change
 * has done so already, unless it crashed between its commit and the invalidation, or the change was
 * made in SQL.
 */
function invalidateAgain(payload: Payload, events: DomainEvent[]) {
  const idsOf = (kind: string) =>
    events.flatMap(({ data, type }) =>
      'eventId' in data && type.startsWith(kind) ? [data.eventId] : [],
    )
  invalidateSeats(poolOf(payload), idsOf('registration.'))
  const edited = idsOf('event.')
  if (edited.length > 0) invalidateEvents(poolOf(payload), edited)
}

/**
 * Passes a batch of domain events to all subscribers, in one transaction: all subscribers receive an
 * event once, or none has received it yet.
 *
 * @returns how many events were relayed
 */
export async function relayBatch(
  payload: Payload,
  subscribers: readonly EventSubscriber[],
): Promise<number> {
  const relayed = await inOwnTransaction(payload, async (connection) => {
    const events = await takeUnrelayed(connection, batchSize)
    if (events.length === 0) return events
    for (const subscriber of subscribers) {
      await addJobs(connection, await subscriber.jobsFor(events, connection))
    }
    return events
  })
  if (relayed.length > 0) invalidateAgain(payload, relayed)
  return relayed.length
}

/**
 * Relays domain events until it is stopped. While records are being written it polls: with a `NOTIFY`
 * every commit of the platform would wait for every other commit. When there are none it sleeps, and
 * only the first commit after that sends one (docs/decisions/0013-outbox.md).
 *
 * @returns a function that stops the relay and waits for the running batch
 */
export function startRelay(
  payload: Payload,
  subscribers: readonly EventSubscriber[],
  wakeup: OutboxWakeup,
): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  let lastRecordAt = performance.now()
  let isPrepared = false

  const relayOnce = async () => {
    const relayed = await relayBatch(payload, subscribers)
    if (relayed === batchSize) return
    if (relayed > 0) lastRecordAt = performance.now()
    if (performance.now() - lastRecordAt < awakeMs) {
      await wakeup.end()
      isPrepared = false
      await abortableDelay(pauseMs, signal)
      return
    }
    // The first time, the outbox is read once more before the wait.
    const wasPrepared = isPrepared
    isPrepared = await wakeup.prepare()
    if (!isPrepared) await abortableDelay(pauseMs, signal)
    else if (wasPrepared) await wakeup.wait(sleepMs, signal)
  }
  const run = async () => {
    while (!signal.aborted) {
      try {
        await relayOnce()
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
