/** Reads and writes recurrence rules (RFC 5545, 3.3.10) as text, such as `FREQ=WEEKLY;COUNT=10`. */

/** A rule that cannot be read, or that this platform does not make. The message says what to change. */
export class RuleError extends Error {}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

export interface RecurrenceRule {
  freq: Frequency
  interval: number
  count?: number
  /** As written: a day, a local time, or an instant with a Z. */
  until?: string
  byDay?: string[]
  byMonth?: number[]
  byMonthDay?: number[]
  byYearDay?: number[]
  byWeekNo?: number[]
  bySetPos?: number[]
  wkst: Weekday
}

const maxRuleLength = 500

const maxInterval = 1000
const maxCount = 1_000_000
const timeParts = new Set(['BYHOUR', 'BYMINUTE', 'BYSECOND'])

/** The parts of a rule in the order in which they are written. */
export type RuleParts = Map<string, string>

/** @throws {RuleError} for a text that is no list of `NAME=value` */
export function partsOf(text: string): RuleParts {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
  if (rule.length > maxRuleLength)
    throw new RuleError(`A rule has at most ${maxRuleLength} characters.`)
  const parts: RuleParts = new Map()
  for (const part of rule.split(';')) {
    const [, name, value] = /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(part) ?? []
    if (!name || !value) {
      throw new RuleError(
        'Write a rule as parts with a semicolon between them, such as FREQ=WEEKLY;COUNT=10.',
      )
    }
    if (parts.has(name)) throw new RuleError(`${name} may stand in a rule once.`)
    parts.set(name, value)
  }
  return parts
}

export const textOf = (parts: RuleParts): string =>
  [...parts].map(([name, value]) => `${name}=${value}`).join(';')

/** The rule with other parts; undefined removes one. */
export function withParts(text: string, changed: Record<string, string | undefined>): string {
  const parts = partsOf(text)
  for (const [name, value] of Object.entries(changed)) {
    if (value === undefined) parts.delete(name)
    else parts.set(name, value)
  }
  return textOf(parts)
}

function numberOf(name: string, text: string, min: number, max: number): number {
  const value = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new RuleError(`${name} must be a whole number from ${min} to ${max.toLocaleString('en')}.`)
}

/** Numbers from 1, or counted from the end when negative. */
const numbers = (name: string, max: number, isSigned: boolean) => (value: string) =>
  value.split(',').map((text) => {
    const number = numberOf(name, text, isSigned ? -max : 1, max)
    if (number === 0) throw new RuleError(`${name} cannot be 0.`)
    return number
  })

function days(value: string): string[] {
  return value.split(',').map((text) => {
    const [, position, day] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? []
    if (!day || (position && (Number(position) === 0 || Math.abs(Number(position)) > 53))) {
      throw new RuleError('BYDAY must be days such as MO, TU or 2SA.')
    }
    return `${position ? Number(position) : ''}${day}`
  })
}

function untilOf(value: string): string {
  const [, year, month, day] =
    /^(\d{4})(\d\d)(\d\d)(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/.exec(value) ?? []
  const iso = `${year}-${month}-${day}`
  const date = new Date(`${iso}T00:00:00Z`)
  if (year && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)) return value
  throw new RuleError('UNTIL must be a day such as 20310628, or a time such as 20310628T160000Z.')
}

function frequencyOf(value: string | undefined): Frequency {
  if (value === undefined) throw new RuleError('A rule needs FREQ, such as FREQ=WEEKLY.')
  const freq = frequencies.find((each) => each === value)
  if (!freq) throw new RuleError(`FREQ must be one of ${frequencies.join(', ')}.`)
  return freq
}

function weekdayOf(value: string): Weekday {
  const day = weekdays.find((each) => each === value)
  if (!day) throw new RuleError(`WKST must be one of ${weekdays.join(', ')}.`)
  return day
}

/** Which parts go together (RFC 5545, 3.3.10, the table of BYxxx parts). */
function checkCombination({
  byDay,
  byMonthDay,
  bySetPos,
  byWeekNo,
  byYearDay,
  ...rule
}: RecurrenceRule) {
  const { count, freq, until } = rule
  if (count !== undefined && until !== undefined) {
    throw new RuleError('A rule has COUNT or UNTIL, not both.')
  }
  const hasPositions = byDay?.some((day) => /\d/.test(day))
  const isLong = freq === 'MONTHLY' || freq === 'YEARLY'
  if (hasPositions && (!isLong || byWeekNo)) {
    throw new RuleError('BYDAY can have numbers, such as 2SA, only with FREQ=MONTHLY or YEARLY.')
  }
  if (byMonthDay && freq === 'WEEKLY')
    throw new RuleError('BYMONTHDAY cannot stand with FREQ=WEEKLY.')
  if (byYearDay && freq !== 'YEARLY') throw new RuleError('BYYEARDAY stands only with FREQ=YEARLY.')
  if (byWeekNo && freq !== 'YEARLY') throw new RuleError('BYWEEKNO stands only with FREQ=YEARLY.')
  if (bySetPos && !byDay && !byMonthDay && !byYearDay && !byWeekNo && !rule.byMonth) {
    throw new RuleError('BYSETPOS needs another BY part, such as BYDAY.')
  }
}

const readers: Record<string, (value: string) => Partial<RecurrenceRule>> = {
  FREQ: (value) => ({ freq: frequencyOf(value) }),
  INTERVAL: (value) => ({ interval: numberOf('INTERVAL', value, 1, maxInterval) }),
  COUNT: (value) => ({ count: numberOf('COUNT', value, 1, maxCount) }),
  UNTIL: (value) => ({ until: untilOf(value) }),
  BYDAY: (value) => ({ byDay: days(value) }),
  BYMONTH: (value) => ({ byMonth: numbers('BYMONTH', 12, false)(value) }),
  BYMONTHDAY: (value) => ({ byMonthDay: numbers('BYMONTHDAY', 31, true)(value) }),
  BYYEARDAY: (value) => ({ byYearDay: numbers('BYYEARDAY', 366, true)(value) }),
  BYWEEKNO: (value) => ({ byWeekNo: numbers('BYWEEKNO', 53, true)(value) }),
  BYSETPOS: (value) => ({ bySetPos: numbers('BYSETPOS', 366, true)(value) }),
  WKST: (value) => ({ wkst: weekdayOf(value) }),
}

/** @throws {RuleError} for a rule that cannot be read or that makes no days */
export function parseRule(text: string): RecurrenceRule {
  const parts = partsOf(text)
  const rule: RecurrenceRule = { freq: frequencyOf(parts.get('FREQ')), interval: 1, wkst: 'MO' }
  for (const [name, value] of parts) {
    if (timeParts.has(name)) {
      throw new RuleError(`${name} is not taken: the event itself says at what time it begins.`)
    }
    const read = readers[name]
    if (!read) throw new RuleError(`${name} is not known.`)
    Object.assign(rule, read(value))
  }
  checkCombination(rule)
  return rule
}
