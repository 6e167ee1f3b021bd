import { StartupError } from '../../../../runtime/startupSteps.ts'
import type { BadRow } from '../source/badRow.ts'
import type { Options } from './options.ts'

/**
 * Lists every bad row.
 *
 * @throws {StartupError} when they may not be skipped: the import ends before it has written anything
 */
export function checkRows(bad: BadRow[], options: Options): void {
  if (bad.length === 0) return
  const lines = bad.map(({ file, place, reason }) => `  ${options[file]}, ${place}: ${reason}`)
  const count = bad.length === 1 ? '1 bad row' : `${bad.length} bad rows`
  console.error(`✗ ${count}:\n${lines.join('\n')}`)
  if (options.skipBad) return
  throw new StartupError('Nothing was imported. Mend the rows, or leave them out with --skip-bad.')
}
