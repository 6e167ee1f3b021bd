import { isTimeZone } from '../shared/timeZone.ts'

type Instant = Date | string

const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
const time = { hour: '2-digit', minute: '2-digit' } as const

const formatOf = (timeZone: string, parts: Intl.DateTimeFormatOptions) =>
  // A browser may not know the zone. The page must not fail because of that.
  new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' })

/** "Sun, 3 Jan 2027, 10:00–18:00" in the zone. */
export const rangeInZone = (start: Instant, end: Instant, zone: string): string =>
  formatOf(zone, { ...day, ...time }).formatRange(new Date(start), new Date(end))

/** "Sun, 3 Jan 2027, 10:00". */
export const momentInZone = (instant: Instant, zone: string): string =>
  formatOf(zone, { ...day, ...time }).format(new Date(instant))

/** "3 Jan, 10:00": for instants that need no year. */
export const shortMomentInZone = (instant: Instant, zone: string): string =>
  formatOf(zone, { day: 'numeric', month: 'short', ...time }).format(new Date(instant))

/**
 * "GMT+1": the offset at that instant. Summer time changes it. Node's ICU says "GMT+0" where browsers say
 * "GMT": a page that is rendered by both must say the same.
 */
export const offsetInZone = (instant: Instant, zone: string): string =>
  formatOf(zone, { timeZoneName: 'shortOffset' })
    .formatToParts(new Date(instant))
    .find((part) => part.type === 'timeZoneName')
    ?.value.replace(/^(GMT|UTC)[+-]0+$/, 'GMT') ?? ''

/** "New York": the name of a zone without its continent. */
export const cityOf = (zone: string): string =>
  zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
