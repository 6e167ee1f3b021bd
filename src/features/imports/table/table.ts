import {
  type DelimitedRow,
  delimiters,
  parseDelimited,
  withoutSeparatorLine,
} from '../source/delimited.ts'
import type { Source } from '../source/source.ts'
import { fieldOf } from './fields.ts'
import { looksLikeDate } from './readDate.ts'

/** A table as the file has it. */
export interface Table {
  name: string
  delimiter: string
  /** The names of the columns; without a header their numbers with the first value. */
  columns: string[]
  hasHeader: boolean
  rows: DelimitedRow[]
}

/** Rows by which the delimiter is judged. */
const sampleSize = 50

/** How well a delimiter divides the text: more columns are better, if the rows agree on their number. */
function fitOf(source: Source, delimiter: string): number {
  const rows = parseDelimited(source, delimiter, sampleSize)
  const widths = rows.map(({ cells }) => cells.length)
  const usual = widths.toSorted((one, other) => one - other)[Math.floor(widths.length / 2)] ?? 1
  const agreeing = widths.filter((width) => width === usual).length / widths.length
  const known = (rows[0]?.cells ?? []).filter((cell) => fieldOf(cell)).length
  return usual < 2 ? 0 : (usual + 2 * known) * agreeing ** 2
}

const rareDelimiters = [':', '~', '^', '\u001F']

/** A delimiter that breaks the quotes of the file is none. */
function fit(source: Source, delimiter: string): number {
  try {
    return fitOf(source, delimiter)
  } catch {
    return -1
  }
}

/** The delimiter of a text, as its rows show it. */
function delimiterOf(source: Source): string {
  const best = (signs: string[]) =>
    signs
      .map((delimiter) => ({ delimiter, fit: fit(source, delimiter) }))
      .toSorted((one, other) => other.fit - one.fit)[0]!
  const usual = best(Object.keys(delimiters))
  if (usual.fit > 0) return usual.delimiter
  const rare = best(rareDelimiters)
  return rare.fit > 0 ? rare.delimiter : ','
}

/** The row with the names of the columns: some files have a title above it. Undefined when there is none. */
function headerIndex(rows: DelimitedRow[]): number | undefined {
  const known = rows.slice(0, 10).map(({ cells }) => cells.filter((cell) => fieldOf(cell)).length)
  const most = Math.max(...known)
  if (most >= 2) return known.indexOf(most)
  return rows[0]?.cells.some(looksLikeDate) ? undefined : 0
}

/** The table in a text. @throws {ImportError} when it cannot be divided into rows */
export function tableOf({ name, text }: Source, chosen?: string): Table {
  const source = { name, text: withoutSeparatorLine(text) }
  const delimiter = chosen ?? delimiterOf(source)
  const all = parseDelimited(source, delimiter)
  const header = headerIndex(all)
  const named = header === undefined ? undefined : all[header]!.cells
  const first = all[0]?.cells ?? []
  return {
    name,
    delimiter,
    columns: named ?? first.map((cell, index) => `${index + 1} (${cell.trim().slice(0, 30)})`),
    hasHeader: named !== undefined,
    rows: header === undefined ? all : all.slice(header + 1),
  }
}
