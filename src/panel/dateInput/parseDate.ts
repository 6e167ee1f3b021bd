import { DateTime } from 'luxon'

const times = ['HH:mm', 'H:mm', 'h:mm a', 'h:mma', 'H.mm']
const named = [
  'd MMM yyyy',
  'd MMMM yyyy',
  'MMM d yyyy',
  'MMMM d yyyy',
  'EEE d MMM yyyy',
  'yyyy-MM-dd',
  'd.M.yyyy',
]

/** Whether the locale writes the month before the day. */
const monthFirst = (locale: string) => {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(2027, 0, 31))
  const order = parts.map(({ type }) => type)
  return order.indexOf('month') < order.indexOf('day') && order[0] !== 'year'
}

/**
 * The instant that a typed date means in the zone, as ISO 8601 in UTC; undefined when it means none.
 * `05/01/2027` is read as the locale writes dates. A date without a time is the begin of its day.
 */
export function parseDate(typed: string, zone: string, locale: string): string | undefined {
  const text = typed.trim().replaceAll(/\s+/g, ' ').replaceAll(', ', ' ').replace('T', ' ')
  const days = [...named, monthFirst(locale) ? 'M/d/yyyy' : 'd/M/yyyy', 'yyyy/M/d']
  for (const format of days.flatMap((day) => [day, ...times.map((time) => `${day} ${time}`)])) {
    const date = DateTime.fromFormat(text, format, { zone, locale: 'en' })
    if (date.isValid) return date.toUTC().toISO()
  }
  return undefined
}
