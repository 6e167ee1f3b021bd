import { ImportError } from '../../command/ImportError.ts'
import { readBytes } from '../../command/readBytes.ts'
import { runCommand } from '../../command/runCommand.ts'
import { decodeText } from '../../source/decodeText.ts'
import { readSeason, type Season } from '../source/readSeason.ts'
import type { Source } from '../source/source.ts'
import { checkRows } from './checkRows.ts'
import type { ImportHost } from '../../command/host.ts'
import { type Options, readOptions, usage } from './options.ts'

async function load(options: Options): Promise<Season> {
  const { encoding, entries, events, program, season, teams } = options
  const read = async (file: string): Promise<Source> => ({
    name: file,
    text: decodeText(file, await readBytes(file), encoding),
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
export const importFrc = (argv: string[], host: ImportHost): Promise<number> =>
  runCommand(host, async () => {
    const options = readOptions(argv)
    if (!options.help) return run(options, host)
    host.print(usage)
    return true
  })
