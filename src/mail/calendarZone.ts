import { DateTime } from 'luxon'
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'

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
 * Whether an instant is the second at which the zone's clocks show the same: in the hour that is
 * repeated when summer time ends. Calendars take the first (RFC 5545, 3.3.5).
 */
export function isRepeated(instant: string, zone: string): boolean {
  const [first] = DateTime.fromISO(instant, { zone }).getPossibleOffsets()
  return first !== undefined && first.toMillis() !== new Date(instant).getTime()
}
