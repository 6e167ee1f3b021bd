import { dayOf, toLocal } from './localTime.ts'
import { untilInstant } from './expandRule.ts'
import { parseRule, type RecurrenceRule, type Weekday } from './recurrenceRule.ts'

/** Says a rule in words, such as "every second Saturday until 28 June 2031". */

const dayNames: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const ordinalWords = ['first', 'second', 'third', 'fourth', 'fifth']

const ordinal = (number: number): string => {
  if (number === -1) return 'last'
  if (number < 0) return `${ordinal(-number)} to last`
  const word = ordinalWords[number - 1]
  if (word) return word
  const suffix =
    number % 10 === 1 && number % 100 !== 11
      ? 'st'
      : number % 10 === 2 && number % 100 !== 12
        ? 'nd'
        : number % 10 === 3 && number % 100 !== 13
          ? 'rd'
          : 'th'
  return `${number}${suffix}`
}

const listed = (words: string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const workdays = 'MO,TU,WE,TH,FR'

const dayName = (day: string): string => {
  const [, position, name] = /^(-?\d+)?(..)$/.exec(day)!
  const plain = dayNames[name as Weekday]
  return position ? `${ordinal(Number(position))} ${plain}` : plain
}

const plural = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' } as const
const one = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const

/** "every week", "every second week", "every 3 weeks". */
const every = ({ freq, interval }: RecurrenceRule): string => {
  if (interval === 1) return `every ${one[freq]}`
  if (interval === 2) return `every second ${one[freq]}`
  return `every ${interval} ${plural[freq]}`
}

const onDays = ({ byDay, bySetPos }: RecurrenceRule): string | undefined => {
  if (!byDay) return undefined
  const isWorkdays = [...byDay].sort().join() === workdays.split(',').sort().join()
  const names = isWorkdays ? 'weekday' : listed(byDay.map(dayName))
  return bySetPos ? `the ${listed(bySetPos.map(ordinal))} ${names}` : names
}

function weekly(rule: RecurrenceRule, firstDay: string): string {
  const { byDay, interval } = rule
  const names = onDays({ ...rule, byDay: byDay ?? [firstDay] })!
  if (interval === 1) return `every ${names}`
  if (interval === 2 && (byDay ?? []).length < 2) return `every second ${names}`
  return `${every(rule)} on ${names}`
}

function monthly(rule: RecurrenceRule, dayOfMonth: number): string {
  const { byDay, byMonthDay } = rule
  const days = onDays(rule)
  const isPositioned = byDay?.some((day) => /\d/.test(day)) ?? false
  const numbers = byMonthDay ?? (byDay ? [] : [dayOfMonth])
  const on = days ? (rule.bySetPos ? days : isPositioned ? `the ${days}` : `every ${days}`) : ''
  const day = numbers.map((number) => (number < 0 ? `the ${ordinal(number)} day` : `day ${number}`))
  return `${every(rule)} on ${[on, listed(day)].filter(Boolean).join(', ')}`
}

function yearly(rule: RecurrenceRule, first: string): string {
  const months = (rule.byMonth ?? []).map((month) => monthNames[month - 1]!)
  const [, month, day] = first.split('-').map(Number) as [number, number, number]
  const days = onDays(rule)
  const details = [
    days && `on the ${days.replace(/^the /, '')}`,
    rule.byMonthDay && `on day ${listed(rule.byMonthDay.map(String))}`,
    rule.byYearDay && `on day ${listed(rule.byYearDay.map(String))} of the year`,
    rule.byWeekNo && `in week ${listed(rule.byWeekNo.map(String))}`,
    months.length > 0 && `in ${listed(months)}`,
  ].filter(Boolean)
  return `${every(rule)} ${details.length > 0 ? details.join(' ') : `on ${day} ${monthNames[month - 1]}`}`
}

const shownDay = (day: string): string => {
  const [year, month, number] = day.split('-').map(Number) as [number, number, number]
  return `${number} ${monthNames[month - 1]} ${year}`
}

function ending({ count, until }: RecurrenceRule, zone: string): string {
  if (count !== undefined) return count === 1 ? ', once' : `, ${count} times`
  if (until === undefined) return ''
  return ` until ${shownDay(dayOf(toLocal(untilInstant(until, zone).toISOString(), zone)))}`
}

/** The rule in words, without a capital at the beginning. */
export function ruleInWords(series: {
  rrule: string
  timezone: string
  firstStart: string
}): string {
  const rule = parseRule(series.rrule)
  const first = dayOf(series.firstStart)
  const weekday = (['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const)[
    new Date(first).getUTCDay()
  ]!
  const inMonths = rule.byMonth && rule.freq !== 'YEARLY'
  const months = inMonths
    ? ` in ${listed(rule.byMonth!.map((month) => monthNames[month - 1]!))}`
    : ''
  const said = {
    DAILY: () => (rule.byDay ? `${every(rule)} on ${onDays(rule)}` : every(rule)),
    WEEKLY: () => weekly(rule, weekday),
    MONTHLY: () => monthly(rule, Number(first.slice(8))),
    YEARLY: () => yearly(rule, first),
  }[rule.freq]()
  return `${said}${months}${ending(rule, series.timezone)}`
}
