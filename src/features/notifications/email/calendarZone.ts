import { DateTime } from 'luxon'
import { tzlib_get_ical_block, tzlib_get_offset, tzlib_get_timezones } from 'timezones-ical-library'

/** The library prints a warning for an unknown zone, so it is called only for the zones in its list. */
const knownZones = new Set(tzlib_get_timezones(false))

export interface CalendarZone {
  /** The name in the description. For a zone with several names, it is the current one. */
  id: string
  /** VTIMEZONE (RFC 5545, 3.6.5): the rules by which the zone changes its clocks. */
  description: string
}

const described = new Map<string, CalendarZone>()

function describe(zone: string): CalendarZone {
  const [description, id] = tzlib_get_ical_block(zone)
  return { id: id!.replace(/^TZID=/, ''), description: description! }
}

/** The zone's description for calendars, or undefined for UTC, which needs none, and for unknown zones. */
export function calendarZone(zone: string): CalendarZone | undefined {
  if (!knownZones.has(zone)) return undefined
  const found = described.get(zone) ?? describe(zone)
  described.set(zone, found)
  return found.id === 'Etc/UTC' ? undefined : found
}

/**
 * Whether a calendar that reads the local time with the zone's description gets the instant back. It
 * does not in two cases. In the hour that occurs twice when summer time ends, calendars take the first
 * (RFC 5545, 3.3.5). And the description may contain a law that is newer than this runtime's time zones.
 */
export function representsInstant({ id }: CalendarZone, instant: string): boolean {
  const local = DateTime.fromISO(instant, { zone: id })
  const offset = tzlib_get_offset(id, local.toFormat('yyyy-MM-dd'), local.toFormat('HH:mm'))
  return offset === local.toFormat('ZZZ')
}
