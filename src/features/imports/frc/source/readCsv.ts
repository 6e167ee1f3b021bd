import { type Info, parse } from 'csv-parse/sync'

import { SourceError } from './SourceError.ts'

export interface CsvRow {
  /** "line 12": where the row ends in the file, whose header is line 1. */
  place: string
  fields: Record<string, string>
  /** What is wrong with the row as such; undefined when it fits the header. */
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
 * The rows of a CSV with a header. Quotes within a field stay as they are.
 *
 * @throws {SourceError} when it is no CSV, or lacks one of the columns that are needed
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
    throw new SourceError(`${name} is not a CSV (${(error as Error).message}).`)
  }
  const lacking = needed.filter((column) => !header.includes(column))
  if (lacking.length > 0) throw new SourceError(`${name} has no column "${lacking.join('", "')}".`)
  return found.map((row) => ({
    place: `line ${row.info.lines}`,
    fields: row.record,
    misfit: misfitOf(row, header.length),
  }))
}
