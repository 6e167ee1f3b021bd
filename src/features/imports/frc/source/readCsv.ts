import { type Info, parse } from 'csv-parse/sync'

import { ImportError } from '../ImportError.ts'

export interface CsvRow {
  /** "line 12": the line in the file on which the row ends. The header is line 1. */
  place: string
  fields: Record<string, string>
  /** Why the row does not fit the header; undefined when it does. */
  misfit: string | undefined
}

interface Found {
  record: Record<string, string>
  info: Pick<Info, 'lines'> & { error?: { record?: unknown } }
}

const misfitOf = ({ info }: Found, columns: number) =>
  info.error && Array.isArray(info.error.record)
    ? `it has ${info.error.record.length} of ${columns} fields`
    : undefined

/**
 * The rows of a CSV with a header. Quotes within a field stay.
 *
 * @throws {ImportError} when it is not a CSV, or a needed column is missing
 */
export function readCsv(name: string, text: string, needed: string[]): CsvRow[] {
  let header: string[] = []
  let found: Found[]
  try {
    found = parse<Found>(text, {
      bom: true,
      columns: (first: string[]) => (header = first.map((column) => column.trim())),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    })
  } catch (error) {
    throw new ImportError(`${name} is not a CSV (${(error as Error).message}).`)
  }
  const lacking = needed.filter((column) => !header.includes(column))
  if (lacking.length > 0) throw new ImportError(`${name} has no column "${lacking.join('", "')}".`)
  return found.map((row) => ({
    place: `line ${row.info.lines}`,
    fields: row.record,
    misfit: misfitOf(row, header.length),
  }))
}
