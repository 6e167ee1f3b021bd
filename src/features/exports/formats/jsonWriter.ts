import { exportRow } from '../exportRow.ts'
import type { ExportWriter } from './exportWriter.ts'

/** Events as a list in JSON, an event in each line. */
export const jsonWriter = (urlOf: (id: number) => string | undefined): ExportWriter => ({
  type: 'application/json; charset=utf-8',
  begin: () => '[',
  add: (events, isFirst) =>
    events
      .map((event, index) => {
        const separator = isFirst && index === 0 ? '\n' : ',\n'
        return separator + JSON.stringify(exportRow(event, urlOf))
      })
      .join(''),
  end: () => '\n]\n',
})
