import { createLocalReq, type Payload } from 'payload'

import { Refusal } from '../../../../shared/errors/Refusal.ts'
import { inParallel } from '../../../../shared/inParallel.ts'
import type { Entrant } from './planImport.ts'
import type { SavedEventPlan } from './saveEvents.ts'
import type { ImportProgress } from './progress.ts'
import { registerForEvent } from '../../../registrations/public.ts'

export interface RefusedEntry {
  event: string
  team: string
  reason: string
}

/** Events that are replayed at once. The entries of one event would only wait for each other. */
const width = 8

/**
 * A season that is over takes no registrations today. Its teams registered before it began, so that
 * is when the replay has them do it: in the last second before.
 */
const claimedAt = (startDate: string, now: Date): Date =>
  new Date(Math.min(now.getTime(), new Date(startDate).getTime() - 1000))

/** Whether the user got a place, or why not. Who had one already, from another import, has it. */
async function register(
  payload: Payload,
  { event, eventId }: SavedEventPlan,
  { team, userId }: Entrant,
): Promise<RefusedEntry | undefined> {
  const req = await createLocalReq({}, payload)
  const now = claimedAt(event.details.startDate, new Date())
  try {
    await registerForEvent(req, eventId, { userId, seats: 1 }, now)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'already_registered') return undefined
    return { event: event.details.externalId, team, reason: error.message }
  }
}

/** Registers every newcomer as the register endpoint does. Returns those who were refused. */
export async function replayEntries(
  payload: Payload,
  lineups: SavedEventPlan[],
  watch: ImportProgress,
): Promise<RefusedEntry[]> {
  const refused: RefusedEntry[] = []
  const total = lineups.reduce((sum, { newcomers }) => sum + newcomers.length, 0)
  watch.begin('Entries', total)
  await inParallel(lineups, width, async (lineup) => {
    for (const entrant of lineup.newcomers) {
      const refusal = await register(payload, lineup, entrant)
      if (refusal) refused.push(refusal)
      watch.advance()
    }
  })
  watch.end()
  return refused
}
