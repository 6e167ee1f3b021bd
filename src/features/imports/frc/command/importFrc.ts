import { readFile } from 'node:fs/promises'

import { explainError } from '../../../../runtime/explainError.ts'
import { readSeason, type Season, type Source } from '../source/readSeason.ts'
import { SourceError } from '../source/SourceError.ts'
import { checkRows } from './checkRows.ts'
import { type Options, readOptions, usage } from './options.ts'
import type { OpenPlatform } from './writeSeason.ts'

async function read(file: string): Promise<Source> {
  try {
    return { name: file, text: await readFile(file, 'utf8') }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new SourceError(
      code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read (${code}).`,
    )
  }
}

async function load({ entries, events, season, teams }: Options): Promise<Season> {
  return readSeason({
    events: await read(events),
    entries: entries === undefined ? undefined : await read(entries),
    teams: teams === undefined ? undefined : await read(teams),
    season,
  })
}

async function run(options: Options, openPlatform: OpenPlatform): Promise<boolean> {
  const season = await load(options)
  // Known from the files alone: there is no need to start a database to say so.
  if (!options.skipBad) checkRows(season.bad, options)
  if (season.events.length === 0) throw new SourceError(`${options.events} has no good row.`)
  // Only now: the platform takes longer to load than a mistake in the files takes to find.
  const { writeSeason } = await import('./writeSeason.ts')
  return writeSeason(season, options, openPlatform)
}

/**
 * Imports a season of FIRST events.
 *
 * @param openPlatform called once the files are read and their rows are checked
 * @returns the exit code: 0 when the platform now holds what the source says, else 1
 */
export async function importFrc(argv: string[], openPlatform: OpenPlatform): Promise<number> {
  try {
    const options = readOptions(argv)
    if (options.help) console.log(usage)
    else if (!(await run(options, openPlatform))) return 1
    return 0
  } catch (error) {
    const reason = error instanceof SourceError ? error.message : explainError(error, 'The import')
    console.error(`✗ ${reason}`)
    return 1
  }
}
