import { readFile } from 'node:fs/promises'

import { ImportError } from '../ImportError.ts'
import { decodeText } from '../source/decodeText.ts'
import { readSeason, type Season } from '../source/readSeason.ts'
import type { Source } from '../source/source.ts'
import { checkRows } from './checkRows.ts'
import type { ImportHost } from './host.ts'
import { type Options, readOptions, usage } from './options.ts'

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ImportError(
      code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read (${code}).`,
    )
  }
}

async function load(options: Options): Promise<Season> {
  const { encoding, entries, events, program, season, teams } = options
  const read = async (file: string): Promise<Source> => ({
    name: file,
    text: decodeText(file, await bytesOf(file), encoding),
  })
  return readSeason({
    events: await read(events),
    entries: entries === undefined ? undefined : await read(entries),
    teams: teams === undefined ? undefined : await read(teams),
    season,
    program,
  })
}

async function run(options: Options, host: ImportHost): Promise<boolean> {
  const season = await load(options)
  // The files alone show these rows, so the user reads of them before a database is started.
  const hasNone = season.events.length === 0
  for (const note of season.notes) host.printError(`! ${note}`)
  if (!options.skipBad || hasNone) checkRows(season.bad, options, host)
  if (hasNone) throw new ImportError(`${options.events} has no good row.`)
  // Loaded late: loading the platform takes longer than finding a mistake in the files.
  const { writeSeason } = await import('./writeSeason.ts')
  const { payload, stop } = await host.open()
  try {
    return await writeSeason(payload, season, options, host)
  } finally {
    await stop()
  }
}

/**
 * Imports a season of FIRST events: `npm run import:frc`, or in process for the tests.
 *
 * @param argv the arguments of the command line, see `usage`
 * @returns the exit code: 0 when the platform now holds exactly the season of the source, else 1
 * @throws every error that is not an `ImportError`: those are printed
 */
export async function importFrc(argv: string[], host: ImportHost): Promise<number> {
  try {
    const options = readOptions(argv)
    if (options.help) {
      host.print(usage)
      return 0
    }
    return (await run(options, host)) ? 0 : 1
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    host.printError(`✗ ${error.message}`)
    return 1
  }
}
