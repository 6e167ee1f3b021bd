import { stringify } from 'csv-stringify/sync'

import { guardedCell } from '../../../shared/guardedCell.ts'
import { exportColumns, exportRow } from '../exportRow.ts'
import type { ExportWriter } from './exportWriter.ts'

/** Tags as a list of their own: in quotes where they have a sign that divides tags. */
const tagCell = (tags: string[]) =>
  stringify([tags], { quoted_match: /[,;|\n]/, record_delimiter: '' })

/** RFC 4180. Excel takes the file for UTF-8 when it begins with a byte order mark. */
const options = {
  columns: exportColumns,
  record_delimiter: '\r\n',
  cast: { string: (text: string) => guardedCell(text) },
}

/** Events as a table for spreadsheets. Texts that a spreadsheet would run as a formula are made harmless. */
export const csvWriter = (urlOf: (id: number) => string | undefined): ExportWriter => ({
  type: 'text/csv; charset=utf-8',
  begin: () => `\uFEFF${stringify([], { ...options, header: true })}`,
  add: (events) =>
    stringify(
      events.map((event) => ({ ...exportRow(event, urlOf), tags: tagCell(event.tags) })),
      options,
    ),
  end: () => '',
})
