import ICAL from 'ical.js'
import { DateTime, IANAZone } from 'luxon'

import { ianaZone, usualZones } from '../../source/zones.ts'
import { EntryError } from './badEntry.ts'
import type { RawCalendar } from './readComponents.ts'

/** The IANA zone in a longer name, such as `/mozilla.org/20050126_1/Europe/Berlin`. */
function zoneAtEnd(name: string): string | undefined {
  const parts = name.replace(/^tzone:\/\/Microsoft\//i, '').split('/')
  return parts.map((_, index) => ianaZone(parts.slice(index).join('/'))).find(Boolean)
}

/** The IANA zone whose clocks are those of a description, in the winter and the summer of a year. */
function zoneLike(lines: string[], tzid: string, year: number): string | undefined {
  const component = new ICAL.Component(ICAL.parse(lines.join('\r\n')) as unknown[])
  const described = new ICAL.Timezone({ component, tzid })
  const probes = [`${year}-01-15T12:00:00`, `${year}-07-15T12:00:00`].map((local) => {
    const minutes = described.utcOffset(ICAL.Time.fromDateTimeString(local)) / 60
    return { minutes, instant: Date.parse(`${local}Z`) - minutes * 60_000 }
  })
  const fits = (zone: string) =>
    probes.every(({ instant, minutes }) => IANAZone.create(zone).offset(instant) === minutes)
  return [...usualZones, ...Intl.supportedValuesOf('timeZone')].find(fits)
}

const lineValue = (lines: string[] | undefined, name: string) =>
  lines
    ?.find((line) => line.toUpperCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim()

/** Finds the IANA zones that a file means, and remembers what it had to guess. */
export class EntryZones {
  /** What the file does not say, and how it is read. */
  readonly notes = new Set<string>()
  private readonly known = new Map<string, string | undefined>()

  /** @param chosen the zone for times without one, as the user has named it */
  constructor(private readonly chosen: string | undefined) {}

  /** The zone with that name in a calendar. @throws {EntryError} when neither the file nor IANA knows it */
  named(tzid: string, { zones }: RawCalendar, year: number): string {
    const key = `${tzid}\n${year}\n${zones.get(tzid)?.join('') ?? ''}`
    if (!this.known.has(key)) this.known.set(key, this.find(tzid, zones.get(tzid), year))
    const found = this.known.get(key)
    if (found !== undefined) return found
    throw new EntryError(
      `names the time zone "${tzid}", which is not one of IANA or Windows, and which the file does not describe`,
    )
  }

  /** The zone of a time without one: a local time wherever it is read, or a day. */
  unnamed({ zoneName, zones }: RawCalendar): string {
    const ofCalendar = zoneName === undefined ? undefined : zoneAtEnd(zoneName)
    const [only, ...more] = zones.keys()
    const ofFile = only !== undefined && more.length === 0 ? zoneAtEnd(only) : undefined
    const found = this.chosen ?? ofCalendar ?? ofFile
    if (found !== undefined) return found
    this.notes.add('Some times have no time zone, and are read as UTC: name it with --zone')
    return 'UTC'
  }

  private find(tzid: string, lines: string[] | undefined, year: number): string | undefined {
    const location = lineValue(lines, 'X-LIC-LOCATION')
    const byName = zoneAtEnd(tzid) ?? (location === undefined ? undefined : zoneAtEnd(location))
    if (byName !== undefined || !lines) return byName
    const like = zoneLike(lines, tzid, year)
    if (like !== undefined)
      this.notes.add(`The zone "${tzid}" is read as ${like}, which has the same clocks`)
    return like
  }
}

/** The instant of a local time in a zone. */
export const inZone = (local: string, zone: string): DateTime =>
  DateTime.fromISO(local, { zone, locale: 'en' })
