import type { Payload } from 'payload'
import type { z } from 'zod'

import { readerOf } from '../../database/replicaReads.ts'
import { queueRead } from '../../http/readQueue.ts'
import { defineRoute } from '../../http/route.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { filterOf, type Viewer, viewerOf } from '../events/public.ts'
import { exportEvents, type ExportFormat, writerOf } from './exportEvents.ts'
import { ExportedCalendar, ExportedCsv, ExportedEventsSchema, ExportQuery } from './schemas.ts'
import type { ExportedEvent } from './queries.ts'

const tag = 'Events'

const textLength = (events: ExportedEvent[]) =>
  events.reduce((sum, { description }) => sum + description.length, 0)

async function download(
  payload: Payload,
  viewer: Viewer,
  format: ExportFormat,
  query: z.output<typeof ExportQuery>,
) {
  const connection = readerOf(payload)
  const filter = await filterOf(connection, viewer, query)
  const writer = writerOf(format, readEnv())
  const read = (work: () => Promise<ExportedEvent[]>) => queueRead(payload, work, textLength)
  return {
    type: writer.type,
    fileName: `events.${format}`,
    chunks: exportEvents({ connection, viewer, filter, writer, read }),
  }
}

const describe = (what: string) =>
  `Exports the events that the caller organises as ${what}: all for staff, for others their own`

const description =
  'The filters are those of the list. The file is sent while it is made, so it may have any length; a response that breaks off is not complete.'

const exportRoute = (format: ExportFormat, what: string, type: string, schema: z.ZodType) =>
  defineRoute({
    method: 'get',
    path: `/events.${format}`,
    operationId: `exportEvents${format[0]!.toUpperCase()}${format.slice(1)}`,
    summary: describe(what),
    description,
    tag,
    audience: 'signed-in',
    query: ExportQuery,
    responses: {
      200: { description: 'The events', schema, type, headers: ['Content-Disposition'] },
    },
    errors: [],
    handle: ({ payload, query, req }) => download(payload, viewerOf(req), format, query),
    reply: (file) => ({ status: 200, download: file }),
  })

export const exportRoutes = [
  exportRoute('csv', 'a table for spreadsheets', 'text/csv', ExportedCsv),
  exportRoute('json', 'JSON', 'application/json', ExportedEventsSchema),
  exportRoute('ics', 'a calendar', 'text/calendar', ExportedCalendar),
]
