import type { Payload } from 'payload'

import type { Event } from '../../../../payload-types.ts'
import { usualCapacity } from '../../rules.ts'
import type { EventPlan } from './planImport.ts'
import { noChanges, type ImportProgress } from '../../command/progress.ts'

export interface SavedEventPlan extends EventPlan {
  eventId: number
}

/**
 * The fields of a stored event to change. Equal fields stay, the capacity is never lowered, and organisers
 * may change all that the source does not have.
 */
function differences(
  { event, newcomers }: EventPlan,
  stored: Event,
  owner: number | null,
): Partial<Event> {
  const changed = Object.entries(event.details).filter(
    ([field, value]) => stored[field as keyof Event] !== value,
  )
  const seats = (stored.registeredCount ?? 0) + newcomers.length
  return {
    ...Object.fromEntries(changed),
    ...(seats > stored.maxParticipants ? { maxParticipants: seats } : {}),
    ...(owner !== null && !stored.createdBy ? { createdBy: owner } : {}),
  }
}

async function save(payload: Payload, plan: EventPlan, owner: number | null) {
  const { event, newcomers, stored } = plan
  const options = { collection: 'events', depth: 0, overrideAccess: true } as const
  if (!stored) {
    const maxParticipants = Math.max(usualCapacity, newcomers.length)
    const fresh = { maxParticipants, maxPartySize: 1, status: 'published' } as const
    const { id } = await payload.create({
      ...options,
      data: { ...event.details, ...fresh, createdBy: owner },
    })
    return { id, change: 'created' } as const
  }
  const data = differences(plan, stored, owner)
  if (Object.keys(data).length === 0) return { id: stored.id, change: 'unchanged' } as const
  await payload.update({ ...options, id: stored.id, data })
  return { id: stored.id, change: 'updated' } as const
}

/** Writes the events that are new or differ. Payload's hooks run for each of them. */
export async function saveEvents(
  payload: Payload,
  plans: EventPlan[],
  owner: number | null,
  progress: ImportProgress,
) {
  const changes = noChanges()
  const saved: SavedEventPlan[] = []
  progress.begin('Events', plans.length)
  for (const plan of plans) {
    const { change, id } = await save(payload, plan, owner)
    changes[change] += 1
    saved.push({ ...plan, eventId: id })
    progress.advance()
  }
  progress.end()
  return { changes, saved }
}
