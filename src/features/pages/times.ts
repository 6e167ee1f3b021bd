import { LRUCache } from 'lru-cache'

import { type Language } from '../../shared/languages.ts'
import { isTimeZone } from '../../shared/timeZone.ts'

/** English dates have the day before the month and 24 hours, as in the panel and in emails. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language)

const zones = new LRUCache<string, string>({
  max: 1000,
  memoMethod: (zone) => (isTimeZone(zone) ? zone : 'UTC'),
})

/**
 * A page is still shown when this runtime does not know the zone: it then shows UTC. The answer is stored: to ask
 * takes longer than to format a time.
 */
const knownZone = (zone: string): string => zones.memo(zone)

type Options = Intl.DateTimeFormatOptions

const span: Options = {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}

/** To create a formatter takes longer than all other work on a time. */
const formats = new LRUCache<string, Intl.DateTimeFormat, { language: Language; options: Options }>(
  {
    max: 500,
    memoMethod: (_key, _stale, { context: { language, options } }) =>
      new Intl.DateTimeFormat(localeOf(language), options),
  },
)

/** The formatter of a language. */
export const formatOf = (language: Language, options: Options): Intl.DateTimeFormat =>
  formats.memo(`${language} ${JSON.stringify(options)}`, { context: { language, options } })

interface Span {
  startDate: string
  endDate: string
  timezone: string
}

/** Times as they were written: to write one takes 0.2 ms, and lists show the same events again and again. */
const spans = new LRUCache<string, string, { event: Span; language: Language }>({
  max: 2000,
  memoMethod: (_key, _stale, { context: { event, language } }) =>
    formatOf(language, { ...span, timeZone: knownZone(event.timezone) }).formatRange(
      new Date(event.startDate),
      new Date(event.endDate),
    ),
})

/** "Sat, 5 December 2026, 09:30–16:00", in the zone of the venue. */
export function spanText(event: Span, language: Language): string {
  const { endDate, startDate, timezone } = event
  const key = `${language} ${startDate} ${endDate} ${timezone}`
  return spans.memo(key, { context: { event: { endDate, startDate, timezone }, language } })
}

/** "Sat, 5 December 2026, 09:30": an instant in a zone. */
export const momentText = (instant: string, timezone: string, language: Language): string =>
  formatOf(language, { ...span, timeZone: knownZone(timezone) }).format(new Date(instant))

const partOf = (instant: string, options: Options, type: Intl.DateTimeFormatPartTypes) =>
  formatOf('en', options)
    .formatToParts(new Date(instant))
    .find((part) => part.type === type)?.value ?? ''

/** "UTC+1": how far the clocks of a zone are from UTC at an instant. */
export const offsetText = (instant: string, timezone: string): string =>
  partOf(
    instant,
    { timeZone: knownZone(timezone), timeZoneName: 'shortOffset' },
    'timeZoneName',
  ).replace('GMT', 'UTC')

/** "Europe/Berlin" for people: the place of a zone, without the signs of its name. */
export const zoneText = (timezone: string): string => knownZone(timezone).replaceAll('_', ' ')

/** The day of an instant in a zone, such as 2026-12-05. */
export function dayIn(instant: string, timezone: string): string {
  const parts = new Map(
    formatOf('en', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      timeZone: knownZone(timezone),
    })
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  )
  return `${parts.get('year')!.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`
}
