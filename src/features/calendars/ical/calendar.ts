import { setImmediate } from 'node:timers/promises'

import { brand } from '../../../shared/brand.ts'
import { component, foldLines, type Property } from './contentLines.ts'
import { type CalendarEntry, writeEntry } from './entry.ts'

/** What the receiver should do with the entries (RFC 5546). */
export type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL'

/** How often a subscriber should ask for the feed. Google asks once or twice a day anyway. */
const refreshInterval = 'PT1H'

/** Both names of each property: those of RFC 7986, and those that Apple, Google and Outlook read. */
const feedProperties = (name: string): Property[] => [
  ['name', {}, 'text', name],
  ['x-wr-calname', {}, 'text', name],
  ['refresh-interval', {}, 'duration', refreshInterval],
  ['x-published-ttl', {}, 'text', refreshInterval],
]

const calendarProperties = (method: Method): Property[] => [
  ['version', {}, 'text', '2.0'],
  ['prodid', {}, 'text', `-//${brand}//${brand} Platform//EN`],
  ['calscale', {}, 'text', 'GREGORIAN'],
  ['method', {}, 'text', method],
]

type Written = ReturnType<typeof writeEntry>

/** Each zone once, before the entries that name it (RFC 5545, 3.6.5). */
function write(properties: Property[], entries: Written[]): string {
  const zones = new Map(entries.map(({ zone }) => [zone?.id, zone?.description]))
  const descriptions = [...zones.values()].map((text) => (text ? `${text}\r\n` : ''))
  const inside = [...descriptions, ...entries.map(({ text }) => text)].join('')
  return foldLines(component('VCALENDAR', properties, inside))
}

const begin = (properties: Property[]) =>
  component('VCALENDAR', properties).replace(/END:VCALENDAR\r\n$/, '')

const end = 'END:VCALENDAR\r\n'

/** Writes a feed in pieces: nothing of it stays in memory. */
export class FeedWriter {
  private readonly described = new Set<string>()

  begin(name: string): string {
    return foldLines(begin([...calendarProperties('PUBLISH'), ...feedProperties(name)]))
  }

  /** The entries, with the zones that no earlier piece has described (RFC 5545, 3.6.5). */
  add(entries: CalendarEntry[]): string {
    const written = entries.map(writeEntry)
    const zones = written.flatMap(({ zone }) =>
      zone && !this.described.has(zone.id) ? [zone] : [],
    )
    const descriptions = new Map(zones.map(({ description, id }) => [id, description]))
    for (const id of descriptions.keys()) this.described.add(id)
    const before = [...descriptions.values()].map((text) => `${text}\r\n`)
    return foldLines([...before, ...written.map(({ text }) => text)].join(''))
  }

  end(): string {
    return end
  }
}

/** An entry as a calendar of its own (RFC 5545), for an email. */
export const writeCalendar = (method: Method, entry: CalendarEntry): string =>
  write(calendarProperties(method), [writeEntry(entry)])

/** Entries that are written in one go. Other requests wait for five milliseconds. */
const atOnce = 50

/**
 * The entries as a feed (RFC 5545). Other requests are served between them.
 *
 * @param name what subscribers see in their list of calendars
 */
export async function writeFeed(name: string, entries: CalendarEntry[]): Promise<string> {
  const written: Written[] = []
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && index % atOnce === 0) await setImmediate()
    written.push(writeEntry(entry))
  }
  return write([...calendarProperties('PUBLISH'), ...feedProperties(name)], written)
}
