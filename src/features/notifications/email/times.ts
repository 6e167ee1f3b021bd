import type { Language } from '../../../shared/languages.ts'
import type { Say } from './messages/sayIn.ts'
import { isTimeZone } from '../../../shared/timeZone.ts'

/** Whose clock and words times are told in. */
export interface Clock {
  say: Say
  language: Language
  /** IANA. */
  timezone: string
}

interface Span {
  startDate: string
  endDate: string
  timezone: string
}

/** Day before month and 24 hours, as the panel writes them. */
const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : language)

/** A zone that this runtime does not know must not keep an email from being written. */
const knownZone = (zone: string): string => (isTimeZone(zone) ? zone : 'UTC')

const kept = new Map<string, { day: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>()
const mostKept = 200

/** Making a formatter costs more than all else that a time takes; those used last are kept. */
function formatsOf(language: Language, timeZone: string) {
  const key = `${language} ${timeZone}`
  const found = kept.get(key)
  if (found) return found
  const locale = localeOf(language)
  const made = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }),
    time: new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      timeZone,
    }),
  }
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  kept.set(key, made)
  return made
}

/** "Saturday, 5 December 2026", "09:30" and "CET": an instant by the clocks of a zone. */
function read(instant: string, zone: string, language: Language) {
  const { day, time } = formatsOf(language, zone)
  const date = new Date(instant)
  const parts = new Map(time.formatToParts(date).map(({ type, value }) => [type, value]))
  return {
    day: day.format(date),
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
    zone: parts.get('timeZoneName') ?? '',
  }
}

/** A calendar day, given as an ISO date, in words. */
export const dayInWords = (day: string, language: Language): string =>
  formatsOf(language, 'UTC').day.format(new Date(`${day}T00:00:00Z`))

/** One instant by the reader's clock. */
export const momentFor = (instant: string, { say, language, timezone }: Clock): string =>
  say('moment', read(instant, knownZone(timezone), language))

/** "CET": what a zone calls its time at an instant. */
export const zoneNameAt = (instant: string, zone: string, language: Language): string =>
  read(instant, knownZone(zone), language).zone

function spanIn({ startDate, endDate }: Span, zone: string, { say, language }: Clock): string {
  const from = read(startDate, zone, language)
  const until = read(endDate, zone, language)
  // The clocks may be changed while an event is on: then each end has a zone name of its own.
  if (from.zone !== until.zone) {
    return say('range', { from: say('moment', from), until: say('moment', until) })
  }
  const { day, time, zone: name } = from
  return day === until.day
    ? say('span', { day, from: time, until: until.time, zone: name })
    : say('days', { day, from: time, lastDay: until.day, until: until.time, zone: name })
}

/** Whether clocks in two zones show the same at an instant. */
function agree(instant: string, one: string, other: string): boolean {
  const [a, b] = [one, other].map((zone) => read(instant, zone, 'en'))
  return a!.day === b!.day && a!.time === b!.time
}

/** When an event is by the reader's clock and, where that shows another time, by the venue's. */
export function timesOf(event: Span, clock: Clock): string[] {
  const own = knownZone(clock.timezone)
  const venue = knownZone(event.timezone)
  const lines = [spanIn(event, own, clock)]
  if (agree(event.startDate, own, venue) && agree(event.endDate, own, venue)) return lines
  return [...lines, clock.say('venueTime', { time: spanIn(event, venue, clock) })]
}

/** As `timesOf`, of one instant. */
export function timesAt(instant: string, venueZone: string, clock: Clock): string[] {
  const venue = knownZone(venueZone)
  const lines = [momentFor(instant, clock)]
  if (agree(instant, knownZone(clock.timezone), venue)) return lines
  return [
    ...lines,
    clock.say('venueTime', { time: momentFor(instant, { ...clock, timezone: venue }) }),
  ]
}
