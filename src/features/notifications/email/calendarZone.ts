import { DateTime } from 'luxon'
import { tzlib_get_ical_block, tzlib_get_offset, tzlib_get_timezones } from 'timezones-ical-library'

/** The library prints to the log about a zone that it does not know: it is asked only for those it has. */
const described = new Set(tzlib_get_timezones(false))

export interface CalendarZone {
  /** The name that the description goes by: of a zone with several, the one that is current. */
  id: string
  /** VTIMEZONE (RFC 5545, 3.6.5): the rules by which the zone changes its clocks. */
  description: string
}

const kept = new Map<string, CalendarZone>()

function describe(zone: string): CalendarZone {
  const [description, id] = tzlib_get_ical_block(zone)
  return { id: id!.replace(/^TZID=/, ''), description: description! }
}

/** The zone as calendars need it, or nothing when it cannot be described or is UTC, which needs none. */
export function calendarZone(zone: string): CalendarZone | undefined {
  if (!described.has(zone)) return undefined
  const found = kept.get(zone) ?? describe(zone)
  kept.set(zone, found)
  return found.id === 'Etc/UTC' ? undefined : found
}

/**
 * Whether the wall clock, read by the zone's description, leads back to the instant. It does not the
 * second time in the hour that comes twice when summer time ends: calendars take the first (RFC 5545,
 * 3.3.5). Nor where the description knows of a law that this runtime's own time zone data are older than.
 */
export function tellsInstant({ id }: CalendarZone, instant: string): boolean {
  const wall = DateTime.fromISO(instant, { zone: id })
  const offset = tzlib_get_offset(id, wall.toFormat('yyyy-MM-dd'), wall.toFormat('HH:mm'))
  return offset === wall.toFormat('ZZZ')
}
