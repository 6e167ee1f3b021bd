import type { Payload } from 'payload'

import { findOwner } from '../../command/findOwner.ts'
import { importSeason } from '../import/importSeason.ts'
import { refuseRenames, refuseTakenNames } from '../import/saveTeams.ts'
import type { Season } from '../source/readSeason.ts'
import { checkRows } from './checkRows.ts'
import type { ImportHost } from '../../command/host.ts'
import type { Options } from './options.ts'
import { problemsOf, summaryOf } from './reportText.ts'

/**
 * Writes the season into the database of the platform, and prints the result.
 *
 * @returns whether the platform now holds exactly the season of the source
 * @throws {ImportError} when the owner is nobody, or a team's username is taken and bad rows may not be skipped
 */
export async function writeSeason(
  payload: Payload,
  given: Season,
  options: Options,
  host: ImportHost,
): Promise<boolean> {
  const owner = options.owner === undefined ? null : await findOwner(payload, options.owner)
  const season = await refuseTakenNames(payload, given)
  checkRows(season.bad, options, host)
  if (!options.renameTeams) await refuseRenames(payload, season)
  const began = performance.now()
  const report = await importSeason(payload, season, owner, host.progress)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  host.print(`✓ Season of ${season.year} (${seconds} s)\n${summaryOf(report)}`)
  const problems = problemsOf(report, options)
  for (const problem of problems) host.printError(`✗ ${problem}`)
  if (problems.length > 0) return false
  if (season.entries) {
    const exactly = options.partial ? '' : 'exactly '
    host.print(`✓ Every event holds ${exactly}the teams of the source, and all seats add up`)
  }
  return true
}
