import type { Payload } from 'payload'

import { checkRows } from '../../command/checkRows.ts'
import type { ImportHost } from '../../command/host.ts'
import type { Options } from '../../command/options.ts'
import { preview } from '../../command/preview.ts'
import { planEvents } from '../../events/planEvents.ts'
import { counted } from '../../../../shared/counted.ts'
import type { Season } from '../source/readSeason.ts'
import { importSeason } from './importSeason.ts'
import { problemsOf, summaryOf } from './reportText.ts'
import { refuseRenames, refuseTakenNames } from './saveTeams.ts'

/** Shows what an import would do. */
async function previewSeason(
  payload: Payload,
  season: Season,
  owner: number | null,
  host: ImportHost,
) {
  const { plans } = await planEvents(payload, { events: season.events, cancelled: [] }, owner)
  preview(plans, host)
  if (season.teams.length === 0) return
  const entries = season.entries ? ` and ${season.entries.length} entries` : ''
  host.print(`The files have ${counted(season.teams.length, 'team')}${entries}`)
}

export interface SeasonToWrite {
  season: Season
  owner: number | null
  isPublished: boolean
}

/**
 * Writes the season into the database of the platform, and prints the result.
 *
 * @returns whether the platform now holds exactly the season of the source
 * @throws {ImportError} when a team's username is taken and bad rows may not be skipped
 */
export async function writeSeason(
  payload: Payload,
  { isPublished, owner, season: given }: SeasonToWrite,
  options: Options,
  host: ImportHost,
): Promise<boolean> {
  const season = await refuseTakenNames(payload, given)
  checkRows(season.bad, options, host)
  if (!options.renameTeams) await refuseRenames(payload, season)
  if (options.dryRun) {
    await previewSeason(payload, season, owner, host)
    return true
  }
  const began = performance.now()
  const report = await importSeason(payload, { season, owner, isPublished }, host.progress)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const what = season.year === undefined ? 'The list' : `Season of ${season.year}`
  host.print(`✓ ${what} (${seconds} s)\n${summaryOf(report)}`)
  const problems = problemsOf(report, options)
  for (const problem of problems) host.printError(`✗ ${problem}`)
  if (problems.length > 0) return false
  if (season.entries) {
    const exactly = options.partial ? '' : 'exactly '
    host.print(`✓ Every event holds ${exactly}the teams of the source, and all seats add up`)
  }
  return true
}
