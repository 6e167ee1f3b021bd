import type { Env } from '../../../runtime/env/env.ts'
import { brand } from '../../../shared/brand.ts'
import { eventEntry, FeedWriter } from '../../calendars/public.ts'
import type { ExportWriter } from './exportWriter.ts'

/** Events as a calendar. Each event of a series is an entry of its own, as in the other formats. */
export function icsWriter(env: Env): ExportWriter {
  const writer = new FeedWriter()
  return {
    type: 'text/calendar; charset=utf-8',
    begin: () => writer.begin(brand),
    add: (events) => writer.add(events.map((event) => eventEntry(event, env))),
    end: () => writer.end(),
  }
}
