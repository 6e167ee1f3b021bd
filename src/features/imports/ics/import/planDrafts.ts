import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import type { Event } from '../../../../payload-types.ts'
import { eventsOfSource } from '../../queries.ts'
import type { IcsDetails, IcsFile } from '../source/readIcs.ts'

/** An event of the calendar, and what an earlier import has made of it. */
export interface DraftPlan {
  details: IcsDetails
  stored: Event | undefined
  /** The fields of the stored event to change. */
  changes: Partial<Event>
}

export interface ImportPlan {
  drafts: DraftPlan[]
  /** Stored events that the calendar has cancelled. Cancelling one is for an organiser to decide. */
  cancelled: Event[]
}

async function storedEvents(payload: Payload, externalIds: string[]): Promise<Map<string, Event>> {
  const ids = await eventsOfSource(poolOf(payload), 'ics', externalIds)
  const { docs } = await payload.find({
    collection: 'events',
    where: { id: { in: ids } },
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  return new Map(docs.map((doc) => [doc.externalId!, doc]))
}

function changesOf(
  { coordinates, ...texts }: IcsDetails,
  stored: Event,
  owner: number | null,
): Partial<Event> {
  const changed = Object.entries(texts).filter(
    ([field, value]) => stored[field as keyof Event] !== value,
  )
  const isMoved =
    coordinates !== undefined &&
    (stored.coordinates?.latitude !== coordinates.latitude ||
      stored.coordinates.longitude !== coordinates.longitude)
  return {
    ...Object.fromEntries(changed),
    ...(isMoved ? { coordinates } : {}),
    ...(owner !== null && !stored.createdBy ? { createdBy: owner } : {}),
  }
}

/** Compares the events of a calendar with those of an earlier import of it. */
export async function planDrafts(
  payload: Payload,
  { cancelled, events }: IcsFile,
  owner: number | null,
): Promise<ImportPlan> {
  const ids = [...events, ...cancelled].map(({ externalId }) => externalId)
  const stored = await storedEvents(payload, ids)
  return {
    drafts: events.map((details) => {
      const before = stored.get(details.externalId)
      return { details, stored: before, changes: before ? changesOf(details, before, owner) : {} }
    }),
    cancelled: cancelled.flatMap(({ externalId }) => {
      const before = stored.get(externalId)
      return before && before.status !== 'cancelled' ? [before] : []
    }),
  }
}
