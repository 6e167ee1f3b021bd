import type { DateTime } from 'luxon'
import { IANAZone } from 'luxon'
import { findIana } from 'windows-iana'

import { countryCodeOf } from '../../../shared/countries.ts'
import { timeZoneName } from '../../../shared/timeZoneName.ts'

/** The IANA zone of a zone name of Windows or of IANA. Undefined when neither has the name. */
export const ianaZone = (name: string): string | undefined =>
  findIana(name)[0] ?? timeZoneName(name)

/** ISO 8601 in UTC with milliseconds, as Payload writes dates. */
export const inUtc = (time: DateTime): string => time.toJSDate().toISOString()

/** The zones that most sources mean, before all others: several zones have the same clocks. */
export const usualZones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Helsinki',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Toronto',
  'America/Winnipeg',
  'America/Edmonton',
  'America/Vancouver',
  'America/Halifax',
  'America/Mexico_City',
  'America/Sao_Paulo',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Australia/Brisbane',
  'Australia/Adelaide',
  'Australia/Perth',
  'Pacific/Auckland',
  'UTC',
]

/** The locale's list of zones: a property in Node 20, a method in later versions. */
interface WithZones {
  timeZones?: string[]
  getTimeZones?: () => string[] | undefined
}

/** The zones of a country by its name or its code, the usual ones first. Empty when it is unknown. */
function zonesOf(country: string): string[] {
  const code = countryCodeOf(country)
  if (!code) return []
  const locale = new Intl.Locale(`und-${code}`) as unknown as WithZones
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? []
  return [...usualZones.filter((zone) => zones.includes(zone)), ...zones]
}

/** January and July of a year: between them lies every change of the clocks. */
const probes = [Date.UTC(2031, 0, 15), Date.UTC(2031, 6, 15)]

const clocksOf = (zone: string) =>
  probes.map((instant) => IANAZone.create(zone).offset(instant)).join(' ')

/** The zone of a country whose clocks are all the same, such as Germany. Undefined for others. */
export function onlyZoneOf(country: string): string | undefined {
  const [first, ...others] = zonesOf(country)
  if (first === undefined) return undefined
  const clocks = clocksOf(first)
  return others.every((zone) => clocksOf(zone) === clocks) ? first : undefined
}

/**
 * The zone of a country whose clocks are so many minutes ahead of UTC at an instant; a zone of that offset without
 * daylight saving when the country has none, and UTC for an odd offset.
 */
export function zoneAt(country: string, instant: number, minutes: number): string {
  const fitting = zonesOf(country).find((zone) => IANAZone.create(zone).offset(instant) === minutes)
  if (fitting !== undefined) return fitting
  if (minutes === 0 || minutes % 60 !== 0) return 'UTC'
  // The signs of these names are the other way round (POSIX).
  return `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes) / 60}`
}
