import type { Payload } from 'payload'

import { holdersOf } from './planEntries.ts'
import type { SavedEntries } from './replayEntries.ts'
import type { Program } from '../source/programs.ts'

/** An event whose teams differ from those of the source. */
export interface RosterDifference {
  event: string
  /** Teams that the source enters and that have no place. */
  missing: string[]
  /** Usernames of imported teams that have a place and that the source does not enter. */
  unlisted: string[]
}

/**
 * Compares the places in the database with the entries of the source. Empty when they are equal. The
 * source may have the entries of some events alone: an event without an entry is not compared.
 */
export async function compareRosters(
  payload: Payload,
  program: Program,
  plans: SavedEntries[],
): Promise<RosterDifference[]> {
  const compared = plans.filter(({ entered }) => entered.length > 0)
  const eventIds = compared.map((plan) => plan.eventId)
  const holders = await holdersOf(payload, program, eventIds)
  const differences = compared.map(({ entered, event, eventId }) => {
    const unlisted = holders.get(eventId)!
    // Entered teams are removed from the holders. Those that remain were not entered.
    const missing = entered.filter(({ userId }) => !unlisted.delete(userId))
    return {
      event: event.details.externalId,
      missing: missing.map(({ team }) => team),
      unlisted: [...unlisted.values()],
    }
  })
  return differences.filter(({ missing, unlisted }) => missing.length + unlisted.length > 0)
}
