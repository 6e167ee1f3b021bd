import type { Payload } from 'payload'

import { holdersOf } from './planImport.ts'
import type { SavedEventPlan } from './saveEvents.ts'

/** An event that does not hold exactly the teams that the source enters in it. */
export interface RosterDifference {
  event: string
  /** Teams that are entered and hold no place. */
  missing: string[]
  /** Usernames of imported teams that hold a place and are not entered. */
  unlisted: string[]
}

/** Asks the database who is in, and compares that with the source. Empty when they are the same. */
export async function compareRosters(
  payload: Payload,
  lineups: SavedEventPlan[],
): Promise<RosterDifference[]> {
  const eventIds = lineups.map((lineup) => lineup.eventId)
  const holders = await holdersOf(payload, eventIds)
  const differences = lineups.map(({ entered, event, eventId }) => {
    const unlisted = holders.get(eventId)!
    // What is found is taken out: what is left over, nobody entered.
    const missing = entered.filter(({ userId }) => !unlisted.delete(userId))
    return {
      event: event.details.externalId,
      missing: missing.map(({ team }) => team),
      unlisted: [...unlisted.values()],
    }
  })
  return differences.filter(({ missing, unlisted }) => missing.length + unlisted.length > 0)
}
