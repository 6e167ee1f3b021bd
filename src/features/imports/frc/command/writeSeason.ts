import type { Payload } from 'payload'

import { importSeason } from '../import/importSeason.ts'
import { refuseTakenNames } from '../import/saveTeams.ts'
import type { Season } from '../source/readSeason.ts'
import { checkRows } from './checkRows.ts'
import type { Options } from './options.ts'
import { progressBar } from './progressBar.ts'
import { problemsOf, summaryOf } from './reportText.ts'

async function write(payload: Payload, read: Season, options: Options): Promise<boolean> {
  const season = await refuseTakenNames(payload, read)
  checkRows(season.bad, options)
  const began = performance.now()
  const report = await importSeason(payload, season, progressBar())
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`✓ Season of ${season.year} (${seconds} s)\n${summaryOf(report)}`)
  const complaints = problemsOf(report)
  for (const complaint of complaints) console.error(`✗ ${complaint}`)
  if (complaints.length > 0) return false
  if (season.entries) {
    console.log('✓ Every event holds exactly the teams of the source, and all seats add up')
  }
  return true
}

/** Opens the platform for the import; `stop` closes it. */
export type OpenPlatform = () => Promise<{ payload: Payload; stop: () => Promise<void> }>

/**
 * Writes the season into the database of the platform, and reports what it did.
 *
 * @returns whether the platform now holds what the source says
 */
export async function writeSeason(
  season: Season,
  options: Options,
  openPlatform: OpenPlatform,
): Promise<boolean> {
  const { payload, stop } = await openPlatform()
  try {
    return await write(payload, season, options)
  } finally {
    await stop()
  }
}
