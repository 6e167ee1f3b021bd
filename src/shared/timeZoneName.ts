import { tzlib_get_timezones } from 'timezones-ical-library'

import { isTimeZone } from './timeZone.ts'

const names = new Map([tzlib_get_timezones(false)].flat().map((name) => [name.toLowerCase(), name]))

/**
 * The name of a time zone as the IANA database spells it; undefined for any other text. An older name for a
 * zone, such as `Asia/Calcutta`, stays: it names the same rules, and its users know it by this name. This
 * runtime reads zones in any case, but calendars and PostgreSQL do not.
 */
export function timeZoneName(text: string): string | undefined {
  const name = names.get(text.trim().toLowerCase())
  // Not for all names at once: that took a tenth of a second of each start.
  return isTimeZone(name) ? name : undefined
}
