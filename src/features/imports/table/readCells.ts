import { parse } from 'csv-parse/sync'

import { withoutGuard } from '../../../shared/guardedCell.ts'
import type { DelimitedRow } from '../source/delimited.ts'
import type { Field } from './fields.ts'
import type { Mapping } from './mapping.ts'

/** The values of a row by their fields; '' for a field without a column. */
export type Cells = (field: Field) => string

/** Reads the cells of a row. What an export has put before a formula is taken away again. */
export const cellsOf =
  ({ cells }: DelimitedRow, mapping: Mapping): Cells =>
  (field) => {
    const index = mapping.get(field)
    return index === undefined ? '' : withoutGuard(cells[index] ?? '').trim()
  }

/** A decimal number, with a point or a comma. Undefined for any other text. */
export function decimalOf(text: string): number | undefined {
  const number = /^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : NaN
  return Number.isNaN(number) ? undefined : number
}

/** The tags in a cell, separated by commas, semicolons or vertical bars. A tag in quotes may have those. */
export function tagsIn(text: string): string[] {
  if (text === '') return []
  const delimiter = [',', ';', '|'].find((sign) => text.includes(sign)) ?? ','
  const options = {
    delimiter: text.includes('"') ? ',' : delimiter,
    relax_quotes: true,
    trim: true,
  }
  const tags = parse(text.replaceAll('\n', delimiter), options).flat()
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

const statuses: Record<'draft' | 'published' | 'cancelled', RegExp> = {
  draft: /^(draft|entwurf|borrador|brouillon|bozza|rascunho|concept|草稿|下書き|черновик)$/i,
  published:
    /^(published|public|veröffentlicht|publicado|publié|pubblicato|已发布|公開|опубликовано)$/i,
  cancelled: /^(cancell?ed|abgesagt|cancelado|annulé|annullato|geannuleerd|已取消|中止|отменено)$/i,
}

/** The status that a word says in one of several languages. Undefined for any other word. */
export const statusIn = (text: string) =>
  (Object.keys(statuses) as (keyof typeof statuses)[]).find((status) => statuses[status].test(text))
