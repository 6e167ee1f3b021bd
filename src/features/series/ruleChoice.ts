import { parseRule, type RecurrenceRule, type Weekday, weekdays } from './recurrenceRule.ts'

/** What an organiser chooses in the panel's form about how an event repeats. */
export interface RuleChoice {
  freq: RecurrenceRule['freq']
  interval: number
  /** The days of a weekly rule. */
  days: Weekday[]
  /** In which way a month has the day: by its number, by its weekday, or by its last weekday. */
  monthly: 'day' | 'weekday' | 'lastWeekday'
  ends: 'never' | 'on' | 'after'
  /** The last day, such as `2031-06-28`. */
  until: string
  count: number
}

const weekdayOf = (day: string): Weekday =>
  weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]!

/** Which of its weekday a day is in its month, from 1. */
const positionOf = (day: string): number => Math.ceil(Number(day.slice(8)) / 7)

/** The choice with which the form begins: each week on the day of the event. */
export const firstChoice = (day: string): RuleChoice => ({
  freq: 'WEEKLY',
  interval: 1,
  days: [weekdayOf(day)],
  monthly: 'day',
  ends: 'after',
  until: '',
  count: 10,
})

function monthlyPart({ monthly }: RuleChoice, day: string): string {
  if (monthly === 'day') return ''
  const position = monthly === 'weekday' ? positionOf(day) : -1
  return `;BYDAY=${position}${weekdayOf(day)}`
}

function endOf({ count, ends, until }: RuleChoice): string {
  if (ends === 'after') return `;COUNT=${count}`
  return ends === 'on' && until ? `;UNTIL=${until.replaceAll('-', '')}` : ''
}

/**
 * The rule of a choice.
 *
 * @param day of the first event, such as `2031-05-03`
 */
export function ruleOf(choice: RuleChoice, day: string): string {
  const { days, freq, interval } = choice
  const chosen = weekdays.filter((each) => days.includes(each))
  const weekly = freq === 'WEEKLY' && chosen.length > 0 ? `;BYDAY=${chosen.join()}` : ''
  const monthly = freq === 'MONTHLY' ? monthlyPart(choice, day) : ''
  const every = interval > 1 ? `;INTERVAL=${interval}` : ''
  return `FREQ=${freq}${every}${weekly}${monthly}${endOf(choice)}`
}

/** The choice that makes a rule; undefined for a rule that the form cannot show. */
export function choiceOf(rrule: string, day: string): RuleChoice | undefined {
  const rule = parseRule(rrule)
  const { byDay, count, freq, interval, until } = rule
  const choice: RuleChoice = {
    ...firstChoice(day),
    freq,
    interval,
    ends: count === undefined ? (until === undefined ? 'never' : 'on') : 'after',
    until: until ? until.replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3') : '',
    count: count ?? 10,
  }
  if (freq === 'WEEKLY' && byDay) choice.days = byDay as Weekday[]
  if (freq === 'MONTHLY' && byDay?.length === 1) {
    choice.monthly = byDay[0] === `-1${weekdayOf(day)}` ? 'lastWeekday' : 'weekday'
  }
  const isSame = (one: RecurrenceRule, other: RecurrenceRule) =>
    JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
  return isSame(parseRule(ruleOf(choice, day)), rule) ? choice : undefined
}

/** A rule without its end and with its parts in one order, for a comparison. */
const sorted = ({ until: _until, byDay, freq, ...rule }: RecurrenceRule) => {
  const isPlain = freq === 'WEEKLY' && byDay?.length === 1
  return Object.entries({ ...rule, freq, byDay: isPlain ? undefined : byDay?.toSorted() })
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => one.localeCompare(other))
}
