import { type Info, parse } from 'csv-parse/sync'

import { ImportError } from '../command/ImportError.ts'
import type { Source } from './source.ts'

/** A row of a file with delimiters. */
export interface DelimitedRow {
  /** "line 12": the line in the file on which the row ends. The first line is 1. */
  place: string
  cells: string[]
}

/** The usual delimiters, and how a sentence names them. */
export const delimiters: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
}

/** Excel's own line about the delimiter is no row. */
export const withoutSeparatorLine = (text: string): string =>
  text.replace(/^(\uFEFF?)sep=.(?=\r?\n|\r)/i, '$1')

/**
 * The rows of a text with delimiters. Quotes within a field stay.
 *
 * @param count the most rows that are read
 * @throws {ImportError} when it is not a CSV
 */
export function parseDelimited(
  { name, text }: Source,
  delimiter: string,
  count?: number,
): DelimitedRow[] {
  try {
    const found = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      delimiter,
      info: true,
      ...(count === undefined ? {} : { to: count }),
    }) as unknown as { record: string[]; info: Pick<Info, 'lines'> }[]
    return found.map(({ info, record }) => ({ place: `line ${info.lines}`, cells: record }))
  } catch (error) {
    throw new ImportError(`${name} is not a CSV (${(error as Error).message}).`)
  }
}
