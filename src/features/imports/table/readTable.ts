import { delimiters } from '../source/delimited.ts'
import { type DecodedText, guessText } from '../source/decodeText.ts'
import type { ImportSource } from '../source/importSource.ts'
import type { ImportHost } from '../command/host.ts'
import { ImportError } from '../command/ImportError.ts'
import type { Options } from '../command/options.ts'
import { dateOrderOf } from './dateOrder.ts'
import { type Field, fieldNames } from './fields.ts'
import { type Mapping, proposeMapping } from './mapping.ts'
import { cellsOf } from './readCells.ts'
import { readRows } from './readRows.ts'
import { type Table, tableOf } from './table.ts'

/** Characters of a value that the proposal shows. */
const shownLength = 50

const shown = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > shownLength ? `${line.slice(0, shownLength)}…` : line
}

/** The columns of the fields, each with an example from the first rows, and the columns that are left out. */
function proposalText(
  { columns, delimiter, name, rows }: Table,
  mapping: Mapping,
  how: DecodedText,
) {
  const example = (field: Field) => {
    const values = rows.slice(0, 20).map((row) => shown(cellsOf(row, mapping)(field)))
    return values.find((value) => value !== '') ?? ''
  }
  const used = fieldNames.filter((field) => mapping.has(field))
  const width = Math.max(...used.map((field) => field.length))
  const lines = used.map((field) => {
    const column = shown(columns[mapping.get(field)!]!)
    return `  ${field.padEnd(width)}  ← ${column}   "${example(field)}"`
  })
  const taken = new Set(mapping.values())
  const unused = columns.filter((column, index) => !taken.has(index) && column.trim() !== '')
  const sign = delimiters[delimiter] ?? `"${delimiter}"`
  return [
    `${name}: ${rows.length} rows in ${how.encoding}, divided by ${sign}`,
    ...lines,
    ...(unused.length > 0 ? [`  not used: ${unused.map(shown).join(', ')}`] : []),
  ].join('\n')
}

/**
 * Shows what was guessed, and asks whether it is right.
 *
 * @throws {ImportError} when nobody says that it is
 */
async function confirm(proposal: string, { dryRun, yes }: Options, host: ImportHost) {
  host.print(proposal)
  if (yes || dryRun) return
  if (await host.confirm?.('Import with these columns?')) return
  throw new ImportError(
    'Nothing was imported. If the columns are right, say so with --yes. If not, name the right ones with ' +
      '--mapping FIELD=COLUMN, and leave a field out with --mapping FIELD=',
  )
}

const datesOf = ({ rows }: Table, mapping: Mapping): string[] =>
  rows.flatMap((row) => {
    const cells = cellsOf(row, mapping)
    return [cells('start'), cells('end')].filter(Boolean)
  })

/**
 * Reads a table with an event in each row. Which column is which field is proposed by the names of the columns,
 * and confirmed by a person; the columns of this platform's own exports are known.
 *
 * @throws {ImportError} when the table cannot be read, or nobody confirms the columns
 */
export async function readTable(
  bytes: Buffer,
  options: Options,
  host: ImportHost,
): Promise<ImportSource> {
  const { dates, delimiter, encoding, file } = options
  const decoded = guessText(file, bytes, encoding)
  const table = tableOf({ name: file, text: decoded.text }, delimiter)
  if (table.rows.length === 0) throw new ImportError(`${file} has no rows.`)
  const { isGuessed, mapping } = proposeMapping(table, options.mapping)
  const order = dateOrderOf(file, datesOf(table, mapping), dates)
  if (isGuessed || decoded.isGuessed)
    await confirm(proposalText(table, mapping, decoded), options, host)
  return readRows(table, mapping, { ...options, order })
}
