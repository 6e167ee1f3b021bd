import { boundedLine, boundedLines } from '../../../shared/boundedText.ts'
import { component, type Property } from './contentLines.ts'
import { maxEntryLengths } from '../rules.ts'
import { type CalendarZone, calendarZone, representable } from './zone.ts'

export type EntryStatus = 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'

export interface Person {
  name: string
  email: string
}

/** How an entry repeats (RFC 5545, 3.8.5). Its local times are those of the entry's zone. */
export interface Recurrence {
  rule: Record<string, unknown>
  /** Local starts of the rule without an event. */
  excluded: string[]
  /** Local starts besides those of the rule. */
  added: string[]
}

/** The zone of an entry's local times, and those times. */
export interface EntryTimes {
  /** Undefined for UTC. */
  zone: CalendarZone | undefined
  start: string
  end: string
}

/** An event in a calendar (VEVENT). Instants are in ISO 8601. */
export interface CalendarEntry {
  uid: string
  sequence: number
  status: EntryStatus
  /** When this version was made. A feed takes the last change, so that its bytes stay the same. */
  stamp: string
  lastModified?: string | undefined
  startDate: string
  endDate: string
  /** The zone of the venue (IANA). */
  timezone: string
  title: string
  /** Plain text. */
  description: string
  location: string
  coordinates?: { latitude: number; longitude: number } | undefined
  url?: string | undefined
  organiser?: Person | undefined
  attendee?: Person | undefined
  /** Whether the entry leaves the time free: the owner of the calendar has no place. */
  isFree?: boolean
  recurrence?: Recurrence | undefined
  /** The local start of the occurrence that this entry replaces. */
  recurrenceId?: string | undefined
  /** The local times of a part of a series: those of the series' zone. */
  times?: EntryTimes
}

/** A date-time property: local time with its zone, or UTC. */
const timeIn = (zone: CalendarZone | undefined, name: string, ...locals: string[]): Property =>
  zone
    ? [name, { tzid: zone.id }, 'date-time', ...locals]
    : [name, {}, 'date-time', ...locals.map((local) => `${local}Z`)]

const utc = (name: string, instant: string): Property => [
  name,
  {},
  'date-time',
  `${new Date(instant).toISOString().slice(0, 19)}Z`,
]

/**
 * The local times of a single entry. With a zone the entry stays right when a government moves the clocks. UTC is
 * used when a calendar would take a local time for another instant.
 */
export function timesOf({
  startDate,
  endDate,
  timezone,
}: Pick<CalendarEntry, 'startDate' | 'endDate' | 'timezone'>): EntryTimes {
  const zone = calendarZone(timezone)
  const start = zone && representable(zone, startDate)
  const end = zone && representable(zone, endDate)
  if (start !== undefined && end !== undefined) return { zone, start, end }
  const inUtc = (instant: string) => new Date(instant).toISOString().slice(0, 19)
  return { zone: undefined, start: inUtc(startDate), end: inUtc(endDate) }
}

/** A parameter cannot contain a quotation mark (RFC 5545, 3.1), and some calendars double a backslash. */
const person = (name: string, { email, name: called }: Person, more = {}): Property => {
  const cn = boundedLine(called.replace(/["\\]/g, ' '), maxEntryLengths.name)
  return [
    name,
    { ...(cn ? { cn } : {}), ...more },
    'cal-address',
    `mailto:${boundedLine(email, 320)}`,
  ]
}

const accepted = { role: 'REQ-PARTICIPANT', partstat: 'ACCEPTED', rsvp: 'FALSE' }

function recurrenceOf({ recurrence, recurrenceId }: CalendarEntry, zone: CalendarZone | undefined) {
  const properties: Property[] = []
  if (recurrenceId !== undefined) properties.push(timeIn(zone, 'recurrence-id', recurrenceId))
  if (!recurrence) return properties
  properties.push(['rrule', {}, 'recur', recurrence.rule])
  // One property for each day: some calendars read the first value of a list only.
  for (const day of recurrence.excluded) properties.push(timeIn(zone, 'exdate', day))
  for (const day of recurrence.added) properties.push(timeIn(zone, 'rdate', day))
  return properties
}

function textsOf({ title, location, description, url }: CalendarEntry): Property[] {
  const { description: most, location: longest, title: longestTitle } = maxEntryLengths
  const about = boundedLines(description, most)
  const isCut = about.endsWith('…') && url !== undefined
  const properties: Property[] = [['summary', {}, 'text', boundedLine(title, longestTitle)]]
  const place = boundedLine(location, longest)
  if (place) properties.push(['location', {}, 'text', place])
  if (about) properties.push(['description', {}, 'text', isCut ? `${about}\n\n${url}` : about])
  if (url !== undefined) properties.push(['url', {}, 'uri', url])
  return properties
}

/** An entry as lines that are not folded yet, and the zone that they name. */
export function writeEntry(entry: CalendarEntry): { text: string; zone: CalendarZone | undefined } {
  const { attendee, coordinates, isFree, lastModified, organiser } = entry
  const times = entry.times ?? timesOf(entry)
  const { zone } = times
  const text = component('VEVENT', [
    ['uid', {}, 'text', entry.uid],
    utc('dtstamp', entry.stamp),
    timeIn(zone, 'dtstart', times.start),
    timeIn(zone, 'dtend', times.end),
    ...recurrenceOf(entry, zone),
    ['sequence', {}, 'integer', entry.sequence],
    ['status', {}, 'text', entry.status],
    ['transp', {}, 'text', isFree || entry.status === 'CANCELLED' ? 'TRANSPARENT' : 'OPAQUE'],
    ...(lastModified === undefined ? [] : [utc('last-modified', lastModified)]),
    ...textsOf(entry),
    ...(coordinates
      ? [['geo', {}, 'float', [coordinates.latitude, coordinates.longitude]] satisfies Property]
      : []),
    ...(organiser ? [person('organizer', organiser)] : []),
    ...(attendee ? [person('attendee', attendee, accepted)] : []),
  ])
  return { text, zone }
}
