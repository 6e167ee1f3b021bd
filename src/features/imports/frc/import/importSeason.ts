import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import type { Season } from '../source/readSeason.ts'
import { compareRosters, type RosterDifference } from './compareRosters.ts'
import { planImport } from './planImport.ts'
import { type RefusedEntry, replayEntries } from './replayEntries.ts'
import { saveEvents } from './saveEvents.ts'
import { saveTeams } from './saveTeams.ts'
import type { Changes, ImportProgress } from '../../command/progress.ts'
import { type BrokenInvariant, brokenInvariants } from '../../../registrations/public.ts'

export interface ImportReport {
  events: Changes
  accounts: Changes
  entries: { total: number; alreadyThere: number; refused: RefusedEntry[] }
  differences: RosterDifference[]
  broken: BrokenInvariant[]
}

/**
 * Writes a season: creates what is missing and updates what differs, also after an earlier import of
 * the same season. Removes nothing.
 *
 * @param owner the id of the user who owns new events, and stored ones without an owner; null for nobody
 * @returns the counts, and every difference that remains between the platform and the source
 */
export async function importSeason(
  payload: Payload,
  season: Season,
  owner: number | null,
  progress: ImportProgress,
): Promise<ImportReport> {
  const teams = await saveTeams(payload, season.teams, season.program)
  const plans = await planImport(payload, season, teams.userIds)
  const events = await saveEvents(payload, plans, owner, progress)
  const refused = await replayEntries(payload, events.saved, progress)
  const total = season.entries?.length ?? 0
  const newcomers = plans.reduce((sum, plan) => sum + plan.newcomers.length, 0)
  return {
    accounts: teams.changes,
    events: events.changes,
    entries: { total, alreadyThere: total - newcomers, refused },
    differences: season.entries ? await compareRosters(payload, season.program, events.saved) : [],
    broken: await brokenInvariants(
      poolOf(payload),
      events.saved.map(({ eventId }) => eventId),
    ),
  }
}
