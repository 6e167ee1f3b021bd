import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import type { Changes, ImportProgress } from '../../command/progress.ts'
import { planEvents } from '../../events/planEvents.ts'
import { saveEvents } from '../../events/saveEvents.ts'
import { type BrokenInvariant, brokenInvariants } from '../../../registrations/public.ts'
import type { Season } from '../source/readSeason.ts'
import { compareRosters, type RosterDifference } from './compareRosters.ts'
import { planEntries } from './planEntries.ts'
import { type RefusedEntry, replayEntries } from './replayEntries.ts'
import { saveTeams } from './saveTeams.ts'

export interface ImportReport {
  events: Changes
  accounts: Changes
  entries: { total: number; alreadyThere: number; refused: RefusedEntry[] }
  differences: RosterDifference[]
  broken: BrokenInvariant[]
}

export interface SeasonImport {
  season: Season
  /** The id of the user who owns new events, and stored ones without an owner; null for nobody. */
  owner: number | null
  isPublished: boolean
}

/**
 * Writes a season: creates what is missing and updates what differs, also after an earlier import of
 * the same season. Removes nothing. The events are written all or none; then each team registers.
 *
 * @returns the counts, and every difference that remains between the platform and the source
 */
export async function importSeason(
  payload: Payload,
  { isPublished, owner, season }: SeasonImport,
  progress: ImportProgress,
): Promise<ImportReport> {
  const teams = await saveTeams(payload, season.teams, season.program)
  const planned = await planEvents(payload, { events: season.events, cancelled: [] }, owner)
  const plans = await planEntries(payload, season, planned.plans, teams.userIds)
  const events = await saveEvents(payload, plans, { owner, isPublished }, progress)
  const saved = plans.map((plan, index) => ({ ...plan, eventId: events.ids[index]! }))
  const refused = await replayEntries(payload, saved, progress)
  const total = season.entries?.length ?? 0
  const newcomers = plans.reduce((sum, plan) => sum + plan.newcomers.length, 0)
  return {
    accounts: teams.changes,
    events: events.changes,
    entries: { total, alreadyThere: total - newcomers, refused },
    differences: season.entries ? await compareRosters(payload, season.program, saved) : [],
    broken: await brokenInvariants(poolOf(payload), events.ids),
  }
}
