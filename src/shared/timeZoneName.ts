import { tzlib_get_timezones } from 'timezones-ical-library'

import { isTimeZone } from './timeZone.ts'

const names = new Map(
  [tzlib_get_timezones(false)]
    .flat()
    .filter(isTimeZone)
    .map((name) => [name.toLowerCase(), name]),
)

/**
 * The name of a time zone as the IANA database spells it; undefined for any other text. An older name for a
 * zone, such as `Asia/Calcutta`, stays: it names the same rules, and its users know it by this name. This
 * runtime reads zones in any case, but calendars and PostgreSQL do not.
 */
export const timeZoneName = (text: string): string | undefined =>
  names.get(text.trim().toLowerCase())
