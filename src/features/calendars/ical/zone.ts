import ICAL from 'ical.js'
import { LRUCache } from 'lru-cache'
import { IANAZone } from 'luxon'
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'

import { dayMs } from '../../../shared/isoDate.ts'

/** The library prints a warning for an unknown zone, so it is called only for the zones in its list. */
const knownZones = new Set(tzlib_get_timezones(false))

export interface CalendarZone {
  /** The name in the description. For a zone with several names, it is the current one. */
  id: string
  /** VTIMEZONE (RFC 5545, 3.6.5): the rules by which the zone changes its clocks. */
  description: string
  /** The zone as a calendar understands the description. */
  asRead: InstanceType<typeof ICAL.Timezone>
}

const described = new Map<string, CalendarZone>()

function describe(zone: string): CalendarZone {
  const [description, name] = tzlib_get_ical_block(zone)
  const id = name!.replace(/^TZID=/, '')
  const component = new ICAL.Component(ICAL.parse(description!) as unknown[])
  return { id, description: description!, asRead: new ICAL.Timezone({ component, tzid: id }) }
}

/** The zone's description for calendars, or undefined for UTC, which needs none, and for unknown zones. */
export function calendarZone(zone: string): CalendarZone | undefined {
  const found = described.get(zone) ?? (knownZones.has(zone) ? describe(zone) : undefined)
  if (!found) return undefined
  described.set(zone, found)
  return found.id === 'Etc/UTC' ? undefined : found
}

/** The offsets of zones at the beginnings of days in UTC. Asking the runtime costs 30 microseconds. */
const offsets = new LRUCache<string, number>({ max: 20_000 })

function offsetAtDay(zone: string, day: number): number {
  const key = `${zone} ${day}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    offset = IANAZone.create(zone).offset(day * dayMs)
    offsets.set(key, offset)
  }
  return offset
}

/** The minutes by which the clocks of a zone are ahead of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  const day = Math.floor(instant / dayMs)
  const offset = offsetAtDay(zone, day)
  // Between two equal ones lies no change: no zone has changed its clocks twice in a day.
  return offset === offsetAtDay(zone, day + 1) ? offset : IANAZone.create(zone).offset(instant)
}

/** The local time of an instant, such as `2031-05-03T18:00:00`. */
export function localTimeIn({ id }: CalendarZone, instant: string): string {
  const at = Date.parse(instant)
  return new Date(at + offsetAt(id, at) * 60_000).toISOString().slice(0, 19)
}

/** The instant of a local time as calendars understand it, in ISO 8601 without milliseconds. */
export function instantOf({ asRead }: CalendarZone, local: string): string {
  const seconds = asRead.utcOffset(ICAL.Time.fromDateTimeString(local))
  return `${new Date(Date.parse(`${local}Z`) - seconds * 1000).toISOString().slice(0, 19)}Z`
}

/** Whether the clocks of the zone show this local time a second time, because summer time has ended. */
function isRepeated({ id }: CalendarZone, local: string, at: number): boolean {
  const before = offsetAt(id, at - dayMs)
  const first = Date.parse(`${local}Z`) - before * 60_000
  return first < at && offsetAt(id, first) === before
}

/**
 * The local time of an instant; undefined when a calendar that reads it with the zone's description may not
 * get the instant back. There are two such cases. In the hour that occurs twice when summer time ends,
 * calendars take the first (RFC 5545, 3.3.5), and some the second. And the description may contain a law
 * that is newer than this runtime's time zones.
 */
export function representable(zone: CalendarZone, instant: string): string | undefined {
  const local = localTimeIn(zone, instant)
  const second = Math.floor(Date.parse(instant) / 1000) * 1000
  const isRead = Date.parse(instantOf(zone, local)) === second
  return isRead && !isRepeated(zone, local, second) ? local : undefined
}
