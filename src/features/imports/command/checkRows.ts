import type { BadRow } from '../source/badRow.ts'
import { badRowCount, badRowLines } from './badRowLines.ts'
import type { ImportHost } from './host.ts'
import { ImportError } from './ImportError.ts'
import type { Options } from './options.ts'

/**
 * Prints every bad row, and how many rows are bad for no other reason than that: one event that cannot be
 * imported has dozens of entries.
 *
 * @throws {ImportError} when bad rows may not be skipped: nothing has been written by then
 */
export function checkRows(bad: BadRow[], options: Options, { printError }: ImportHost): void {
  if (bad.length === 0) return
  const own = bad.filter(({ isConsequence }) => !isConsequence)
  const files = { events: options.file, teams: options.teams, entries: options.entries }
  const lines = badRowLines(own.map((row) => ({ ...row, file: files[row.file] ?? row.file })))
  const following = bad.length - own.length
  if (following > 0) {
    const rows = following === 1 ? '1 entry has' : `${following} entries have`
    lines.push(`  ${options.entries}: ${rows} an event or a team that is among these bad rows`)
  }
  printError(`✗ ${badRowCount(own.length)}:\n${lines.join('\n')}`)
  if (options.skipBad) return
  throw new ImportError(
    'Nothing was imported. Correct the rows, or leave them out with --skip-bad.',
  )
}
