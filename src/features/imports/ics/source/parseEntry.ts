import ICAL from 'ical.js'
import type { DateTime } from 'luxon'

import { boundedLine } from '../../../../shared/boundedText.ts'
import { isOnCalendar } from '../../../../shared/isoDate.ts'
import { multiLineText } from '../../../../shared/typedText.ts'
import { EntryError } from './badEntry.ts'
import { type EntryZones, inZone } from './entryZones.ts'
import { isHtml, textOfHtml } from './plainText.ts'
import type { RawEntry } from './readComponents.ts'

export type IcsComponent = InstanceType<typeof ICAL.Component>
type IcsProperty = InstanceType<typeof ICAL.Property>

/** A time of an entry: a local time in a zone, or a day. */
export interface EntryTime {
  /** `2031-03-06T08:00:00`; of a day its beginning. */
  local: string
  zone: string
  isDay: boolean
  at: DateTime
}

/** An entry of a calendar, as far as the platform stores it. */
export interface SourceEntry {
  place: string
  uid: string
  sequence: number
  isCancelled: boolean
  title: string
  description: string
  location: string
  coordinates: { latitude: number; longitude: number } | undefined
  start: EntryTime
  /** The length on the clock of the venue, in milliseconds. */
  length: number
  /** The start of the occurrence that this entry replaces. */
  replaces: EntryTime | undefined
  component: IcsComponent
}

const days = /^(DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)((?:;[^:]*)?):(\d{8}(?:,\d{8})*)$/i
const shortTimes = /^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE)(?:;[^:]*)?:\d{8}T\d{4})(Z?)$/i
const windowsZone = /^([A-Z-]+);TZID=(\([^()"]*\)[^":;()]*(?:\([^()":;]*\))?):(\d{8}(?:T|$).*)$/i

/** Corrects what some programs write: days without VALUE=DATE, times without seconds, zones without quotes. */
const corrected = (line: string): string =>
  line
    .replace(days, (all, name: string, given: string, value: string) =>
      /VALUE=DATE/i.test(given) ? all : `${name}${given};VALUE=DATE:${value}`,
    )
    .replace(shortTimes, '$100$2')
    .replace(windowsZone, '$1;TZID="$2":$3')

function componentOf(lines: string[]): IcsComponent {
  try {
    return new ICAL.Component(ICAL.parse(lines.map(corrected).join('\r\n')) as unknown[])
  } catch (error) {
    throw new EntryError(`cannot be read: ${boundedLine((error as Error).message, 150)}`)
  }
}

const textOf = (component: IcsComponent, name: string): string => {
  const value = component.getFirstPropertyValue(name)
  return typeof value === 'string' ? multiLineText(value.replaceAll('\0', '')).trim() : ''
}

/** A value of a property as a time. @throws {EntryError} when there is no such day or zone */
export function timeOf(
  value: InstanceType<typeof ICAL.Time>,
  property: IcsProperty,
  { calendar }: RawEntry,
  zones: EntryZones,
): EntryTime {
  const written = value.toString()
  const [local, isUtc] = [written.slice(0, 19), written.endsWith('Z')]
  const year = Number(local.slice(0, 4))
  // The library makes the 2nd of March of the 30th of February.
  const days = (property.toJSON() as unknown[]).slice(3).map((one) => String(one).slice(0, 10))
  if (!days.every(isOnCalendar))
    throw new EntryError(`has a date that is not on the calendar in ${property.name.toUpperCase()}`)
  const tzid = property.getFirstParameter('tzid') as string | undefined
  const named = tzid === undefined ? undefined : zones.named(tzid.trim(), calendar, year)
  const isDay = value.isDate
  const start = isDay ? `${local.slice(0, 10)}T00:00:00` : local
  if (!isUtc || isDay) {
    const zone = named ?? zones.unnamed(calendar)
    return { local: start, zone, isDay, at: inZone(start, zone) }
  }
  const zone = zoneOfUtc(calendar, zones)
  const at = inZone(start, 'UTC').setZone(zone)
  return { local: at.toFormat("yyyy-MM-dd'T'HH:mm:ss"), zone, isDay, at }
}

/** Times in UTC are those of the calendar's zone, if it has one: programs write UTC to be brief. */
const zoneOfUtc = (calendar: RawEntry['calendar'], zones: EntryZones) =>
  calendar.zoneName === undefined ? 'UTC' : zones.unnamed(calendar)

function readTime(component: IcsComponent, name: string, raw: RawEntry, zones: EntryZones) {
  const property = component.getFirstProperty(name)
  const value: unknown = property?.getFirstValue()
  if (!property || value === null || value === undefined) return undefined
  if (!(value instanceof ICAL.Time))
    throw new EntryError(`has a ${name.toUpperCase()} that is no date`)
  return timeOf(value, property, raw, zones)
}

const clock = (local: string) => Date.parse(`${local}Z`)
const hourMs = 60 * 60 * 1000

/** The end of an entry, or what the standard says without one (RFC 5545, 3.6.1). */
function lengthOf(component: IcsComponent, start: EntryTime, raw: RawEntry, zones: EntryZones) {
  const end = readTime(component, 'dtend', raw, zones)
  const duration: unknown = component.getFirstPropertyValue('duration')
  const wholeDay = 24 * hourMs
  let length = start.isDay ? wholeDay : 0
  if (end) length = end.at.setZone(start.zone).toMillis() - start.at.toMillis()
  else if (duration instanceof ICAL.Duration) length = duration.toSeconds() * 1000
  if (length < 0) throw new EntryError('ends before it begins')
  if (end && start.isDay) length = clock(end.local) - clock(start.local)
  // Some programs write the same time twice.
  if (length === 0) {
    if (!start.isDay) zones.notes.add('Some events have no end, and get one hour')
    return start.isDay ? wholeDay : hourMs
  }
  return length
}

/** The end of an event that begins at a local time. The last of its days is over a second before the next one. */
export function endOf(start: EntryTime, length: number): DateTime {
  if (!start.isDay) return start.at.plus({ milliseconds: length })
  const days = Math.max(1, Math.round(length / (24 * hourMs)))
  return start.at.plus({ days }).minus({ seconds: 1 })
}

/** A placeholder of a program, such as `<location>`, is no place. */
const isPlace = (text: string) => !/^(?:<[^<>]*>|tb[acd])?$/i.test(text)

function descriptionOf(component: IcsComponent, title: string): string {
  const written = textOf(component, 'description')
  const html = textOf(component, 'x-alt-desc')
  const plain = isHtml(written) ? textOfHtml(written) : written
  const about = plain === '' && html !== '' ? textOfHtml(html) : plain
  const website = textOf(component, 'url')
  const isNew = website !== '' && !about.includes(website)
  const parts = [about, ...(isNew ? [`Website: ${website}`] : [])].filter(Boolean)
  return parts.join('\n\n') || title
}

function coordinatesOf(component: IcsComponent) {
  const value: unknown = component.getFirstPropertyValue('geo')
  if (!Array.isArray(value)) return undefined
  const [latitude, longitude] = value.map(Number) as [number, number]
  const isThere = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isThere ? { latitude, longitude } : undefined
}

/** Reads an entry. @throws {EntryError} with the reason why it cannot be imported */
export function parseEntry(raw: RawEntry, zones: EntryZones): SourceEntry {
  const component = componentOf(raw.lines)
  const title = textOf(component, 'summary').replace(/\s+/g, ' ')
  if (title === '') throw new EntryError('has no title (SUMMARY)')
  const start = readTime(component, 'dtstart', raw, zones)
  if (!start) throw new EntryError('has no start (DTSTART)')
  const location = textOf(component, 'location').replace(/\s+/g, ' ')
  return {
    place: raw.place,
    uid: textOf(component, 'uid'),
    sequence: Number(component.getFirstPropertyValue('sequence') ?? 0) || 0,
    isCancelled: /^cancelled$/i.test(textOf(component, 'status')),
    title,
    description: descriptionOf(component, title),
    location: isPlace(location) ? location : 'To be announced',
    coordinates: coordinatesOf(component),
    start,
    length: lengthOf(component, start, raw, zones),
    replaces: readTime(component, 'recurrence-id', raw, zones),
    component,
  }
}
