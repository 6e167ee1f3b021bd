import { createLocalReq, type Payload } from 'payload'
import pLimit from 'p-limit'

import { Refusal } from '../../../../shared/errors/Refusal.ts'
import type { Entrant, EntryPlan } from './planEntries.ts'
import type { ImportProgress } from '../../command/progress.ts'
import { registerForEvent } from '../../../registrations/public.ts'

/** An event that was written, with its teams. */
export interface SavedEntries extends EntryPlan {
  eventId: number
}

export interface RefusedEntry {
  event: string
  team: string
  reason: string
}

/** So many events are filled in parallel. The entries of one event would wait for the same lock. */
const maxParallelEvents = 8

/**
 * The instant of a registration. An event that is over accepts no registration now, so its teams
 * register in the last second before it starts.
 */
const claimedAt = (startDate: string, now: Date): Date =>
  new Date(Math.min(now.getTime(), new Date(startDate).getTime() - 1000))

/** Registers a team. Returns the refusal, if any; a team that is already registered is none. */
async function register(
  payload: Payload,
  { event, eventId }: SavedEntries,
  { team, userId }: Entrant,
): Promise<RefusedEntry | undefined> {
  const req = await createLocalReq({}, payload)
  const now = claimedAt(event.details.startDate, new Date())
  try {
    await registerForEvent(req, { eventId, userId, seats: 1 }, { now })
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'already_registered') return undefined
    return { event: event.details.externalId, team, reason: error.message }
  }
}

/** Registers every team that has no place yet, like the register endpoint. Returns the refused ones. */
export async function replayEntries(
  payload: Payload,
  plans: SavedEntries[],
  progress: ImportProgress,
): Promise<RefusedEntry[]> {
  const refused: RefusedEntry[] = []
  const total = plans.reduce((sum, { newcomers }) => sum + newcomers.length, 0)
  progress.begin('Entries', total)
  await pLimit(maxParallelEvents).map(plans, async (plan) => {
    for (const entrant of plan.newcomers) {
      const refusal = await register(payload, plan, entrant)
      if (refusal) refused.push(refusal)
      progress.advance()
    }
  })
  progress.end()
  return refused
}
