import type { Payload } from 'payload'

import { checkRows } from './checkRows.ts'
import type { ImportHost } from './host.ts'
import { ImportError } from './ImportError.ts'
import { type Options, readOptions } from './options.ts'
import { type ReadFile, readSource } from './readSource.ts'
import { usage } from './usage.ts'

/** Reads the file, and prints what is wrong with it. @throws {ImportError} when nothing may be written */
async function load(options: Options, host: ImportHost): Promise<ReadFile> {
  const read = await readSource(options, host)
  const { season, source } = read
  const { bad, cancelled, events, notes } = source
  for (const note of notes) host.printError(`! ${note}`)
  const hasNone = events.length === 0 && cancelled.length === 0
  // The files alone show these rows, so the user reads of them before a database is started.
  if (!options.skipBad || hasNone) checkRows(bad, options, host)
  if (hasNone && bad.length === 0)
    throw new ImportError(`${options.file} has no event that can be imported.`)
  if (hasNone) throw new ImportError(`${options.file} has no good row.`)
  if (season?.entries && !source.isPublished)
    throw new ImportError(
      'Nobody can be registered for drafts: import without --status draft, or without --entries.',
    )
  return read
}

async function run(options: Options, host: ImportHost): Promise<boolean> {
  const read = await load(options, host)
  // Loaded late: loading the platform takes longer than finding a mistake in the files.
  const { writeSource } = await import('./writeSource.ts')
  const { payload, stop }: { payload: Payload; stop: () => Promise<void> } = await host.open()
  try {
    return await writeSource(payload, read, options, host)
  } finally {
    await stop()
  }
}

/**
 * Imports events of another program: `npm run import`, or in process for the tests.
 *
 * @param argv the arguments of the command line, see `usage`
 * @returns the exit code: 0 when the platform now holds all that the good rows say, else 1
 * @throws every error that is not an `ImportError`: those are printed
 */
export async function importFiles(argv: string[], host: ImportHost): Promise<number> {
  try {
    const options = readOptions(argv)
    if (!options.help) return (await run(options, host)) ? 0 : 1
    host.print(usage)
    return 0
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    host.printError(`✗ ${error.message}`)
    return 1
  }
}
