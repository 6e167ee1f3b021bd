import { LRUCache } from 'lru-cache'

import type { Language } from '../../../shared/languages.ts'
import type { Translate } from './messages/translate.ts'
import { isTimeZone } from '../../../shared/timeZone.ts'

/** The language and the time zone that a recipient reads times in. */
export interface Reader {
  translate: Translate
  language: Language
  /** IANA. */
  timezone: string
}

/** A reader of an email with links to this platform. */
export interface SiteReader extends Reader {
  /** The platform's public URL. */
  origin: string
}

interface Span {
  startDate: string
  endDate: string
  timezone: string
}

/** English dates have the day before the month and 24 hours, as in the panel. */
const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : language)

/** An email is still sent when this runtime does not know the zone: it then shows UTC. */
const knownZone = (zone: string): string => (isTimeZone(zone) ? zone : 'UTC')

interface Formats {
  day: Intl.DateTimeFormat
  time: Intl.DateTimeFormat
}

/** To create a formatter takes longer than all other work on a time. */
const formats = new LRUCache<string, Formats, { language: Language; timeZone: string }>({
  max: 200,
  memoMethod: (_key, _stale, { context: { language, timeZone } }) => {
    const locale = localeOf(language)
    return {
      day: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }),
      time: new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
        timeZone,
      }),
    }
  },
})

const formatsOf = (language: Language, timeZone: string): Formats =>
  formats.memo(`${language} ${timeZone}`, { context: { language, timeZone } })

/** "Saturday, 5 December 2026", "09:30" and "CET": an instant in a zone. */
function partsOf(instant: string, zone: string, language: Language) {
  const { day, time } = formatsOf(language, zone)
  const date = new Date(instant)
  const parts = new Map(time.formatToParts(date).map(({ type, value }) => [type, value]))
  return {
    day: day.format(date),
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
    zone: parts.get('timeZoneName') ?? '',
  }
}

/** "Saturday, 5 December 2026" for an ISO date. */
export const formatDay = (day: string, language: Language): string =>
  formatsOf(language, 'UTC').day.format(new Date(`${day}T00:00:00Z`))

/** An instant in the reader's time zone. */
export const formatMoment = (instant: string, { translate, language, timezone }: Reader): string =>
  translate('moment', partsOf(instant, knownZone(timezone), language))

/** "CET": the name of a zone's time at an instant. */
export const zoneNameAt = (instant: string, zone: string, language: Language): string =>
  partsOf(instant, knownZone(zone), language).zone

function spanIn(
  { startDate, endDate }: Span,
  zone: string,
  { translate, language }: Reader,
): string {
  const from = partsOf(startDate, zone, language)
  const until = partsOf(endDate, zone, language)
  // The clocks may change during an event: then the start and the end have different zone names.
  if (from.zone !== until.zone) {
    return translate('range', {
      from: translate('moment', from),
      until: translate('moment', until),
    })
  }
  const { day, time, zone: name } = from
  return day === until.day
    ? translate('span', { day, from: time, until: until.time, zone: name })
    : translate('days', { day, from: time, lastDay: until.day, until: until.time, zone: name })
}

/** Whether two zones have the same local time at an instant. */
function showSameTime(instant: string, one: string, other: string): boolean {
  const [a, b] = [one, other].map((zone) => partsOf(instant, zone, 'en'))
  return a!.day === b!.day && a!.time === b!.time
}

/** The times of an event in the reader's zone and, if they differ there, in the venue's zone. */
export function eventTimes(event: Span, reader: Reader): string[] {
  const own = knownZone(reader.timezone)
  const venue = knownZone(event.timezone)
  const lines = [spanIn(event, own, reader)]
  if (showSameTime(event.startDate, own, venue) && showSameTime(event.endDate, own, venue))
    return lines
  return [...lines, reader.translate('venueTime', { time: spanIn(event, venue, reader) })]
}

/** Like `eventTimes`, for one instant. */
export function startTimes(instant: string, venueZone: string, reader: Reader): string[] {
  const venue = knownZone(venueZone)
  const lines = [formatMoment(instant, reader)]
  if (showSameTime(instant, knownZone(reader.timezone), venue)) return lines
  return [
    ...lines,
    reader.translate('venueTime', { time: formatMoment(instant, { ...reader, timezone: venue }) }),
  ]
}
