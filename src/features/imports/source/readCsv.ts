import { ImportError } from '../command/ImportError.ts'
import { type DelimitedRow, delimiters, parseDelimited, withoutSeparatorLine } from './delimited.ts'
import type { Source } from './source.ts'

export interface CsvRow {
  /** "line 12": the line in the file on which the row ends. The header is line 1. */
  place: string
  fields: Record<string, unknown>
  /** Why the row does not fit the header; undefined when it does. */
  misfit: string | undefined
}

/** The names of each needed column in the headers of different programs, the best first. */
export type Columns = Record<string, string[]>

/** The columns of a file: which of its columns is which field. */
interface Layout {
  delimiter: string
  width: number
  places: [field: string, index: number][]
  hasHeader: boolean
}

const folded = (column: string) =>
  column
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '')

function placesIn(header: string[], columns: Columns): Layout['places'] {
  const names = header.map(folded)
  return Object.entries(columns).flatMap(([field, aliases]) => {
    const index = aliases.map((alias) => names.indexOf(folded(alias))).find((one) => one >= 0)
    return index === undefined ? [] : [[field, index] as [string, number]]
  })
}

/**
 * The columns and the delimiter with which the file has all of them. Programs for spreadsheets write a semicolon
 * or a tab where the comma belongs to the numbers of the country.
 *
 * @param isRow whether a line is a row: then the file has no header, and the columns are in the order of `columns`
 * @throws {ImportError} when a column is missing with each delimiter
 */
function layoutOf(source: Source, columns: Columns, isRow: (cells: string[]) => boolean): Layout {
  const fields = Object.keys(columns)
  const headers = Object.keys(delimiters).map((delimiter) => {
    const [first] = parseDelimited(source, delimiter, 1)
    return { delimiter, cells: first?.cells ?? [] }
  })
  for (const { cells, delimiter } of headers) {
    const places = placesIn(cells, columns)
    if (places.length === fields.length)
      return { delimiter, places, width: cells.length, hasHeader: true }
  }
  const [longest] = headers.toSorted((one, other) => other.cells.length - one.cells.length)
  const { cells, delimiter } = longest!
  if (cells.length >= fields.length && isRow(cells)) {
    const places = fields.map((field, index) => [field, index] as [string, number])
    return { delimiter, places, width: cells.length, hasHeader: false }
  }
  const found = new Set(placesIn(cells, columns).map(([field]) => field))
  const lacking = fields.filter((field) => !found.has(field)).join('", "')
  const split = cells.length > 1 ? `, split at ${delimiters[delimiter]},` : ''
  const header = cells.map((cell) => cell.trim().toLowerCase()).join(', ')
  throw new ImportError(
    `${source.name} has no column "${lacking}". Its first line${split} is: ${header.slice(0, 200)}`,
  )
}

function rowOf({ cells, place }: DelimitedRow, { places, width }: Layout): CsvRow {
  return {
    place,
    fields: Object.fromEntries(places.map(([field, index]) => [field, cells[index]])),
    misfit: cells.length === width ? undefined : `it has ${cells.length} of ${width} fields`,
  }
}

const never = () => false

/**
 * The needed columns of a CSV, separated by commas, semicolons, tabs or vertical bars, in any order. The case of a
 * column's name does not matter, nor do its spaces and dashes.
 *
 * @param isRow whether the first line is a row and no header
 * @throws {ImportError} when it is not a CSV, or a needed column is missing
 */
export function readCsv(
  { name, text }: Source,
  columns: Columns,
  isRow: (cells: string[]) => boolean = never,
): CsvRow[] {
  const source = { name, text: withoutSeparatorLine(text) }
  const layout = layoutOf(source, columns, isRow)
  const rows = parseDelimited(source, layout.delimiter)
  return (layout.hasHeader ? rows.slice(1) : rows).map((row) => rowOf(row, layout))
}
