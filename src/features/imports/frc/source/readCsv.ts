import { type Info, parse } from 'csv-parse/sync'

import { ImportError } from '../../command/ImportError.ts'
import type { Source } from './source.ts'

export interface CsvRow {
  /** "line 12": the line in the file on which the row ends. The header is line 1. */
  place: string
  fields: Record<string, unknown>
  /** Why the row does not fit the header; undefined when it does. */
  misfit: string | undefined
}

interface Found {
  record: Record<string, string>
  info: Pick<Info, 'lines'> & { error?: { record?: unknown } }
}

const delimiters: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
}

const shared = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
}

const misfitOf = ({ info }: Found, columns: number) =>
  info.error && Array.isArray(info.error.record)
    ? `it has ${info.error.record.length} of ${columns} fields`
    : undefined

const columnNames = (header: string[]) => header.map((column) => column.trim().toLowerCase())

const notCsv = (name: string, error: unknown) =>
  new ImportError(`${name} is not a CSV (${(error as Error).message}).`)

function headerOf({ name, text }: Source, delimiter: string): string[] {
  try {
    const [header = []] = parse(text, { ...shared, delimiter, to: 1 })
    return columnNames(header)
  } catch (error) {
    throw notCsv(name, error)
  }
}

/**
 * The delimiter with which the header has the needed columns. Programs for spreadsheets write a semicolon
 * or a tab where the comma belongs to the numbers of the country.
 *
 * @throws {ImportError} when a column is missing with each delimiter
 */
function delimiterOf(source: Source, needed: string[]): string {
  const headers = Object.keys(delimiters).map(
    (delimiter) => [delimiter, headerOf(source, delimiter)] as const,
  )
  const fitting = headers.find(([, header]) => needed.every((column) => header.includes(column)))
  if (fitting) return fitting[0]
  const [delimiter, header] = headers.toSorted(
    ([, one], [, other]) => other.length - one.length,
  )[0]!
  const lacking = needed.filter((column) => !header.includes(column)).join('", "')
  const split = header.length > 1 ? `, split at ${delimiters[delimiter]},` : ''
  throw new ImportError(
    `${source.name} has no column "${lacking}". Its first line${split} is: ${header.join(', ').slice(0, 200)}`,
  )
}

/**
 * The rows of a CSV with a header, separated by commas, semicolons, tabs or vertical bars. Quotes within a
 * field stay. The case of a column's name does not matter.
 *
 * @throws {ImportError} when it is not a CSV, or a needed column is missing
 */
export function readCsv({ name, text }: Source, needed: string[]): CsvRow[] {
  // Excel's own line about the delimiter is no row.
  const source = { name, text: text.replace(/^(\uFEFF?)sep=.(?=\r?\n|\r)/i, '$1') }
  const delimiter = delimiterOf(source, needed)
  let width = 0
  let found: Found[]
  try {
    found = parse<Found>(source.text, {
      ...shared,
      delimiter,
      columns: (first: string[]) => {
        width = first.length
        return columnNames(first)
      },
      info: true,
    })
  } catch (error) {
    throw notCsv(name, error)
  }
  return found.map((row) => ({
    place: `line ${row.info.lines}`,
    fields: row.record,
    misfit: misfitOf(row, width),
  }))
}
