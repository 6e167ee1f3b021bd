import type { Payload } from 'payload'

import type { Connection } from '../../database/connection.ts'
import { queueRead } from '../../http/readQueue.ts'
import type { z } from '../../http/zod.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { brand } from '../../shared/brand.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { filterOf, findEventIds, type ListFilters, type Viewer } from '../events/public.ts'
import { seriesOfEvents, type SeriesWithOccurrences } from '../series/public.ts'
import { eventEntry } from './eventEntry.ts'
import { writeFeed } from './ical/calendar.ts'
import type { CalendarEntry } from './ical/entry.ts'
import { type FeedEvent, visibleEvents } from './queries/feedEvents.ts'
import { maxFeedEvents } from './rules.ts'
import { seriesEntries } from './seriesEntries.ts'

/** A calendar as a client gets it. */
export interface Feed {
  /** The text of RFC 5545. */
  content: string
  fileName: string
}

/** Reads a feed in the queue of reads. @throws {Refusal} 503 when too many reads wait */
export const queueFeed = (payload: Payload, read: () => Promise<Feed>): Promise<Feed> =>
  queueRead(payload, read, ({ content }) => content.length)

const wholeSeries = (series: SeriesWithOccurrences) =>
  // The latest ones, if there are more than a feed may have.
  series.occurrences.slice(-maxFeedEvents).map(({ eventId }) => eventId)

/** The entries of events: one for each single event, and those of each series. */
function entriesOf(events: FeedEvent[], allSeries: SeriesWithOccurrences[]): CalendarEntry[] {
  const env = readEnv()
  const inSeries = new Set<number>()
  const repeated = allSeries.flatMap((series) => {
    const ids = new Set(series.occurrences.map(({ eventId }) => eventId))
    const shown = events.filter(({ id }) => ids.has(id))
    for (const { id } of shown) inSeries.add(id)
    return shown.length > 0 ? seriesEntries(series, shown, env) : []
  })
  const single = events.filter(({ id }) => !inSeries.has(id)).map((event) => eventEntry(event, env))
  return [...single, ...repeated]
}

/**
 * An event as a calendar; an event of a series with the whole series, as far as the viewer may see it.
 *
 * @throws {Refusal} 404 when there is no such event
 */
export async function readEventCalendar(
  connection: Connection,
  viewer: Viewer,
  id: number,
): Promise<Feed> {
  const [event] = await visibleEvents(connection, viewer, [id])
  if (!event) throw notFound()
  const [series] = await seriesOfEvents(connection, [id])
  const events = series ? await visibleEvents(connection, viewer, wholeSeries(series)) : [event]
  const entries = entriesOf(events, series ? [series] : [])
  return { content: await writeFeed(event.title, entries), fileName: `event-${id}.ics` }
}

/** Without an ordering, the events that begin last: the coming ones are among them. */
const defaultOrdering = '-start_date'

/** The events that match the filters of the list, as a calendar. It has the first ones of the ordering. */
export async function readListCalendar(
  connection: Connection,
  viewer: Viewer,
  query: z.output<typeof ListFilters>,
): Promise<Feed> {
  const { ordering = defaultOrdering } = query
  const first = { ordering, limit: maxFeedEvents }
  const filter = await filterOf(connection, viewer, query)
  const ids = await findEventIds(connection, viewer, filter, first)
  const events = await visibleEvents(connection, viewer, ids)
  const series = await seriesOfEvents(connection, ids)
  return { content: await writeFeed(brand, entriesOf(events, series)), fileName: 'events.ics' }
}
