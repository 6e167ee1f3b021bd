import { setImmediate } from 'node:timers/promises'

import type { Connection } from '../../database/connection.ts'
import type { Env } from '../../runtime/env/env.ts'
import { type EventFilter, eventLink, type Viewer } from '../events/public.ts'
import { csvWriter } from './formats/csvWriter.ts'
import type { ExportWriter } from './formats/exportWriter.ts'
import { icsWriter } from './formats/icsWriter.ts'
import { jsonWriter } from './formats/jsonWriter.ts'
import { type ExportedEvent, nextPart } from './queries.ts'

export const exportFormats = ['csv', 'json', 'ics'] as const

export type ExportFormat = (typeof exportFormats)[number]

/** The writer of a format. */
export function writerOf(format: ExportFormat, env: Env): ExportWriter {
  const urlOf = (id: number) => eventLink(env, id)
  if (format === 'csv') return csvWriter(urlOf)
  return format === 'json' ? jsonWriter(urlOf) : icsWriter(env)
}

export interface Export {
  connection: Connection
  viewer: Viewer
  filter: EventFilter
  writer: ExportWriter
  /** Runs the read of a part, such as in a queue. */
  read: (work: () => Promise<ExportedEvent[]>) => Promise<ExportedEvent[]>
  /** Called with the number of events of each part. */
  onPart?: (events: number) => void
}

/**
 * The pieces of an export of all events that the viewer organises and that match the filter, in the order of their
 * ids. Each part is read when the one before was taken. An event that changes meanwhile is in it once, old or new.
 */
export async function* exportEvents({
  connection,
  filter,
  onPart,
  read,
  viewer,
  writer,
}: Export): AsyncGenerator<string> {
  yield writer.begin()
  let last = 0
  for (;;) {
    const events = await read(() => nextPart(connection, viewer, filter, last))
    if (events.length === 0) break
    yield writer.add(events, last === 0)
    last = events.at(-1)!.id
    onPart?.(events.length)
    // Other requests are served between two parts.
    await setImmediate()
  }
  yield writer.end()
}
