import { ImportError } from '../ImportError.ts'
import type { BadRow } from '../source/badRow.ts'
import type { ImportHost } from './host.ts'
import type { Options } from './options.ts'

/** The places of one reason that are named; of more, the number is. */
const maxPlaces = 10

/** One line for all rows of a file that have the same reason. */
function linesOf(bad: BadRow[], options: Options): string[] {
  const places = new Map<string, string[]>()
  for (const { file, place, reason } of bad) {
    const key = `${options[file]}\n${reason}`
    places.set(key, [...(places.get(key) ?? []), place])
  }
  return [...places].map(([key, all]) => {
    const [name, reason] = key.split('\n')
    const rest = all.length - maxPlaces
    const more = rest > 0 ? ` and ${rest} more` : ''
    return `  ${name}, ${all.slice(0, maxPlaces).join(', ')}${more}: ${reason}`
  })
}

/**
 * Prints every bad row, and how many rows are bad for no other reason than that: one event that cannot be
 * imported has dozens of entries.
 *
 * @throws {ImportError} when bad rows may not be skipped: nothing has been written by then
 */
export function checkRows(bad: BadRow[], options: Options, { printError }: ImportHost): void {
  if (bad.length === 0) return
  const own = bad.filter(({ isConsequence }) => !isConsequence)
  const count = own.length === 1 ? '1 bad row' : `${own.length} bad rows`
  const lines = linesOf(own, options)
  const following = bad.length - own.length
  if (following > 0) {
    const rows = following === 1 ? '1 entry has' : `${following} entries have`
    lines.push(`  ${options.entries}: ${rows} an event or a team that is among these bad rows`)
  }
  printError(`✗ ${count}:\n${lines.join('\n')}`)
  if (options.skipBad) return
  throw new ImportError(
    'Nothing was imported. Correct the rows, or leave them out with --skip-bad.',
  )
}
