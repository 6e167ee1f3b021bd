import { isOnCalendar } from '../../../shared/isoDate.ts'

/** The order of day, month and year in a date of numbers. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const

export type DateOrder = (typeof dateOrders)[number]

/** A date of a table: a day, or a local time, with its offset if the text has one. */
export interface TableDate {
  /** `2031-03-06T08:00:00`; of a day its beginning. */
  local: string
  isDay: boolean
  /** Minutes ahead of UTC. */
  offset: number | undefined
}

const two = (number: number) => String(number).padStart(2, '0')

/** Languages in which months are read by their names. */
const languages = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'ru', 'sv', 'cs', 'tr']

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\.$/, '')

let monthNames: Map<string, number> | undefined

/** The numbers of months by their names, with and without a day: some languages decline them. */
function monthsByName(): Map<string, number> {
  if (monthNames) return monthNames
  monthNames = new Map()
  for (const language of languages) {
    for (const month of ['long', 'short'] as const) {
      for (const more of [{}, { day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(language, { month, ...more, timeZone: 'UTC' })
        for (let index = 0; index < 12; index += 1) {
          const parts = format.formatToParts(Date.UTC(2031, index, 1))
          const name = parts.find(({ type }) => type === 'month')?.value ?? ''
          if (/\p{L}/u.test(name)) monthNames.set(plain(name), index + 1)
        }
      }
    }
  }
  return monthNames
}

const yearOf = (text: string) => {
  const year = Number(text)
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900)
}

const iso =
  /^(\d{4}-\d{2}-\d{2})(?:(?:T| +)(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i
const numbers = /^(\d{1,4})[./\-\s]\s?(\d{1,2})[./\-\s]\s?(\d{1,4})\.?$/
const eastern = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?$/
const dayFirst =
  /^(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-](?:de\s|of\s)?(\p{L}+)\.?,?[\s-](?:de\s|of\s)?(\d{2,4})$/iu
const monthFirst = /^(\p{L}+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})$/iu
const weekday = /^\p{L}{2,12}\.?,?\s+(?=\d|\p{L}+\.?\s\d)/u
const clock =
  /(?:^|[\s,T])(?:(?:at|um|a las|às|à|om|kl)\s)?(\d{1,2})(?:[:.hH時时](\d{2})?(?::(\d{2}))?)?\s?([ap]\.?m\.?|uhr|h|[分点])?$/iu

export interface ClockTime {
  hours: number
  minutes: number
  seconds: number
}

/** A time of day: `18:00`, `6 PM`, `18 Uhr`, `18h30`. Undefined for any other text. */
export function readClock(text: string): ClockTime | undefined {
  const found = clock.exec(text.trim())
  if (found?.index !== 0) return undefined
  return clockOf(found)
}

function clockOf([all, hour, minute, second, half = '']: RegExpExecArray): ClockTime | undefined {
  // A number alone is no time of day.
  if (minute === undefined && half === '' && !/[hH時时:]/.test(all)) return undefined
  const [hours, minutes, seconds] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)]
  const isAfternoon = /^p/i.test(half)
  const isMorning = /^a/i.test(half)
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  if ((isAfternoon || isMorning) && (hours > 12 || hours === 0)) return undefined
  const added = isAfternoon && hours < 12 ? 12 : isMorning && hours === 12 ? -12 : 0
  return { hours: hours + added, minutes, seconds }
}

/** The three numbers of a day, in the order of the text. */
export function numbersIn(text: string): [string, string, string] | undefined {
  const [, first, second, third] = numbers.exec(withoutClock(text).day) ?? []
  return first === undefined ? undefined : [first, second!, third!]
}

function withoutClock(text: string): { day: string; time: ClockTime | undefined } {
  const trimmed = text.trim().replace(weekday, '')
  const found = clock.exec(trimmed)
  const time = found && found.index > 0 ? clockOf(found) : undefined
  if (!time) return { day: trimmed, time: undefined }
  return { day: trimmed.slice(0, found!.index).replace(/,$/, '').trim(), time }
}

/** The day of a text without its time: `2031-03-06`. */
function dayOf(text: string, order: DateOrder): string | undefined {
  const date = (year: number, month: number | undefined, day: number) => {
    const written = `${String(year).padStart(4, '0')}-${two(month ?? 0)}-${two(day)}`
    return isOnCalendar(written) ? written : undefined
  }
  const east = eastern.exec(text)
  if (east) return date(Number(east[1]), Number(east[2]), Number(east[3]))
  const named = dayFirst.exec(text)
  if (named) return date(yearOf(named[3]!), monthsByName().get(plain(named[2]!)), Number(named[1]))
  const american = monthFirst.exec(text)
  if (american)
    return date(Number(american[3]), monthsByName().get(plain(american[1]!)), Number(american[2]))
  const [, first = '', second = '', third = ''] = numbers.exec(text) ?? []
  if (first === '') return undefined
  if (first.length === 4 || order === 'ymd')
    return date(yearOf(first), Number(second), Number(third))
  const [day, month] = order === 'dmy' ? [first, second] : [second, first]
  return date(yearOf(third), Number(month), Number(day))
}

/** Days since the end of 1899, as spreadsheets count them. */
function serialDate(text: string): TableDate | undefined {
  if (!/^[2-7]\d{4}(?:[.,]\d+)?$/.test(text)) return undefined
  const days = Number(text.replace(',', '.'))
  const seconds = Math.round(days * 86_400)
  const at = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString().slice(0, 19)
  return { local: at, isDay: Number.isInteger(days), offset: undefined }
}

const offsetOf = (text: string | undefined) => {
  if (text === undefined) return undefined
  if (/z/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith('-') ? -minutes : minutes
}

/**
 * Reads a date as people write it into tables: in ISO 8601, in numbers, with the name of the month in twelve
 * languages, with or without a time.
 *
 * @returns undefined when it is no date
 */
export function readDate(given: string, order: DateOrder): TableDate | undefined {
  const text = given.trim()
  const [, day, hour, minute, second, zone] = iso.exec(text) ?? []
  if (day !== undefined) {
    const time = `${two(Number(hour ?? 0))}:${minute ?? '00'}:${second?.replace(',', '.') ?? '00'}`
    const isReal = isOnCalendar(day) && Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60
    if (!isReal) return undefined
    return { local: `${day}T${time}`, isDay: hour === undefined, offset: offsetOf(zone) }
  }
  const serial = serialDate(text)
  if (serial) return serial
  const { day: written, time } = withoutClock(text)
  const found = dayOf(written, order)
  if (found === undefined) return undefined
  const { hours = 0, minutes = 0, seconds = 0 } = time ?? {}
  return {
    local: `${found}T${two(hours)}:${two(minutes)}:${two(seconds)}`,
    isDay: time === undefined,
    offset: undefined,
  }
}

/** Whether a text is a date in any order. */
export const looksLikeDate = (text: string): boolean =>
  dateOrders.some((order) => readDate(text, order) !== undefined)
