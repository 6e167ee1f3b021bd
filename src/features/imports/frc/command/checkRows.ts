import { ImportError } from '../ImportError.ts'
import type { BadRow } from '../source/badRow.ts'
import type { ImportHost } from './host.ts'
import type { Options } from './options.ts'

/**
 * Prints every bad row.
 *
 * @throws {ImportError} when bad rows may not be skipped: nothing has been written by then
 */
export function checkRows(bad: BadRow[], options: Options, { printError }: ImportHost): void {
  if (bad.length === 0) return
  const lines = bad.map(({ file, place, reason }) => `  ${options[file]}, ${place}: ${reason}`)
  const count = bad.length === 1 ? '1 bad row' : `${bad.length} bad rows`
  printError(`✗ ${count}:\n${lines.join('\n')}`)
  if (options.skipBad) return
  throw new ImportError(
    'Nothing was imported. Correct the rows, or leave them out with --skip-bad.',
  )
}
