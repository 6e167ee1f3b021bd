import type { Payload } from 'payload'

import type { SeasonEvent } from '../source/parseEvents.ts'
import type { Event } from '../../../../payload-types.ts'
import { externalSource, type EventPlan } from './planImport.ts'
import { noChanges, type ImportProgress } from './progress.ts'

export interface SavedEventPlan extends EventPlan {
  eventId: number
}

/** Seats of a new event, unless more teams enter it. The source has no number; this is a usual one. */
const usualCapacity = 60

/** The fields that the import decides. All others are the organisers' to change. */
const decided = ({ details }: SeasonEvent) => ({ ...details, externalSource })

/** What is to change of a stored event: nothing that is as it should be, and never a lower capacity. */
function differences({ event, newcomers }: EventPlan, stored: Event): Partial<Event> {
  const changed = Object.entries(decided(event)).filter(
    ([field, value]) => stored[field as keyof Event] !== value,
  )
  const seats = (stored.registeredCount ?? 0) + newcomers.length
  return {
    ...Object.fromEntries(changed),
    ...(seats > stored.maxParticipants ? { maxParticipants: seats } : {}),
  }
}

async function save(payload: Payload, lineup: EventPlan) {
  const { event, newcomers, stored } = lineup
  const options = { collection: 'events', depth: 0, overrideAccess: true } as const
  if (!stored) {
    const maxParticipants = Math.max(usualCapacity, newcomers.length)
    const fresh = { maxParticipants, maxPartySize: 1, status: 'published' } as const
    const { id } = await payload.create({ ...options, data: { ...decided(event), ...fresh } })
    return { id, change: 'created' } as const
  }
  const data = differences(lineup, stored)
  if (Object.keys(data).length === 0) return { id: stored.id, change: 'unchanged' } as const
  await payload.update({ ...options, id: stored.id, data })
  return { id: stored.id, change: 'updated' } as const
}

/** Writes the events that are new or differ, each through the hooks that every change meets. */
export async function saveEvents(payload: Payload, lineups: EventPlan[], watch: ImportProgress) {
  const changes = noChanges()
  const saved: SavedEventPlan[] = []
  watch.begin('Events', lineups.length)
  for (const lineup of lineups) {
    const { change, id } = await save(payload, lineup)
    changes[change] += 1
    saved.push({ ...lineup, eventId: id })
    watch.advance()
  }
  watch.end()
  return { changes, saved }
}
