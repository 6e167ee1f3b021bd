import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import type { Season } from '../source/readSeason.ts'
import { compareRosters, type RosterDifference } from './compareRosters.ts'
import { planImport } from './planImport.ts'
import { type RefusedEntry, replayEntries } from './replayEntries.ts'
import { saveEvents } from './saveEvents.ts'
import { saveTeams } from './saveTeams.ts'
import type { Changes, ImportProgress } from './progress.ts'
import { type BrokenInvariant, brokenInvariants } from '../../../registrations/public.ts'

export interface ImportReport {
  events: Changes
  accounts: Changes
  entries: { total: number; alreadyThere: number; refused: RefusedEntry[] }
  differences: RosterDifference[]
  broken: BrokenInvariant[]
}

/**
 * Brings the platform to where the source is, whatever part of it was imported before. What the
 * source does not name stays as it is: nothing is removed.
 *
 * @returns what was done, and what is not as it should be afterwards
 */
export async function importSeason(
  payload: Payload,
  season: Season,
  watch: ImportProgress,
): Promise<ImportReport> {
  const teams = await saveTeams(payload, season.teams)
  const lineups = await planImport(payload, season, teams.userIds)
  const events = await saveEvents(payload, lineups, watch)
  const refused = await replayEntries(payload, events.saved, watch)
  const total = season.entries?.length ?? 0
  const newcomers = lineups.reduce((sum, lineup) => sum + lineup.newcomers.length, 0)
  return {
    accounts: teams.changes,
    events: events.changes,
    entries: { total, alreadyThere: total - newcomers, refused },
    differences: season.entries ? await compareRosters(payload, events.saved) : [],
    broken: await brokenInvariants(poolOf(payload)),
  }
}
