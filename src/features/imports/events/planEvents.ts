import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import type { Event } from '../../../payload-types.ts'
import { formatInstant } from '../../../shared/formatInstant.ts'
import type { Change } from '../command/progress.ts'
import { eventsByExternalId } from '../queries.ts'
import { eventsWithIds } from './storedEvents.ts'
import type { EventDetails, ImportSource, SourceEvent } from '../source/importSource.ts'

/** An event of the source, and what an earlier import has made of it. */
export interface EventPlan {
  event: SourceEvent
  stored: Event | undefined
  /** The fields of the stored event to change. */
  changes: Partial<Event>
}

export interface ImportPlan {
  plans: EventPlan[]
  /** Stored events that the source has cancelled. Cancelling one is for an organiser to decide. */
  cancelled: Event[]
}

/** What will be done with an event. */
export function changeOf({ changes, stored }: EventPlan): Change {
  if (!stored) return 'created'
  return Object.keys(changes).length === 0 ? 'unchanged' : 'updated'
}

interface Named {
  externalSource: string
  externalId: string
}

const keyOf = ({ externalId, externalSource }: Named) => `${externalSource} ${externalId}`

class StoredEvents {
  private readonly exact = new Map<string, Event>()
  private readonly inCapitals = new Map<string, Event>()

  constructor(events: Event[]) {
    for (const event of events) {
      const key = keyOf(event as Named)
      this.exact.set(key, event)
      this.inCapitals.set(key.toUpperCase(), event)
    }
  }

  /** A code is in capitals, and its case says nothing: an earlier import may have kept another one. */
  find(named: Named): Event | undefined {
    const key = keyOf(named)
    const isCode = named.externalId === named.externalId.toUpperCase()
    return this.exact.get(key) ?? (isCode ? this.inCapitals.get(key.toUpperCase()) : undefined)
  }
}

/** The stored events by their source and external id. */
async function storedEvents(payload: Payload, wanted: Named[]): Promise<StoredEvents> {
  const sources = new Set(wanted.map(({ externalSource }) => externalSource))
  const ids: number[] = []
  for (const source of sources) {
    const own = wanted.filter(({ externalSource }) => externalSource === source)
    const keys = own.map(({ externalId }) => externalId.toUpperCase())
    ids.push(...(await eventsByExternalId(poolOf(payload), source, keys)))
  }
  return new StoredEvents(await eventsWithIds(payload, ids))
}

/** The stored events that an export names. The instant of creation tells those of other servers apart. */
async function exportedEvents(
  payload: Payload,
  events: SourceEvent[],
): Promise<Map<string, Event>> {
  const ids = events.flatMap(({ exported }) => (exported ? [exported.id] : []))
  const docs = ids.length === 0 ? [] : await eventsWithIds(payload, ids)
  return new Map(docs.map((doc) => [`${doc.id} ${formatInstant(doc.createdAt)}`, doc]))
}

/** No tags are stored as nothing. */
const plain = (value: unknown) =>
  typeof value === 'string'
    ? value.trim()
    : JSON.stringify(Array.isArray(value) && value.length === 0 ? null : (value ?? null))

/** Spaces around a text are no difference: tables lose them. */
const isSame = (one: unknown, other: unknown) => plain(one) === plain(other)

type Coordinates = EventDetails['coordinates']

const isMoved = (coordinates: Coordinates, stored: Event) =>
  coordinates !== undefined &&
  (stored.coordinates?.latitude !== coordinates.latitude ||
    stored.coordinates.longitude !== coordinates.longitude)

function changesOf(
  { coordinates, ...texts }: EventDetails,
  stored: Event,
  { keepsId, owner }: { owner: number | null; keepsId: boolean },
): Partial<Event> {
  const isKept = (field: string) => keepsId && field.startsWith('external')
  const changed = Object.entries(texts).filter(
    ([field, value]) => !isKept(field) && !isSame(stored[field as keyof Event], value),
  )
  return {
    ...Object.fromEntries(changed),
    ...(isMoved(coordinates, stored) ? { coordinates } : {}),
    ...(owner !== null && !stored.createdBy ? { createdBy: owner } : {}),
  }
}

/**
 * Compares the events of a source with those of an earlier import. Equal fields stay, and organisers may change all
 * that the source does not have.
 *
 * @param owner the id of the user who gets events without an owner; null for nobody
 */
export async function planEvents(
  payload: Payload,
  { cancelled, events }: Pick<ImportSource, 'cancelled' | 'events'>,
  owner: number | null,
): Promise<ImportPlan> {
  const exported = await exportedEvents(payload, events)
  const named = [...events.map(({ details }) => details), ...cancelled]
  const stored = await storedEvents(payload, named)
  const plans = events.map((event): EventPlan => {
    const key = event.exported && `${event.exported.id} ${event.exported.createdAt}`
    const own = key === undefined ? undefined : exported.get(key)
    const before = own ?? stored.find(event.details)
    return {
      event,
      stored: before,
      changes: before
        ? changesOf(event.details, before, { owner, keepsId: own !== undefined })
        : {},
    }
  })
  return {
    plans,
    cancelled: cancelled.flatMap((one) => {
      const before = stored.find(one)
      return before && before.status !== 'cancelled' ? [before] : []
    }),
  }
}
