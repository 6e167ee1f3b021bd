import { expandRule } from './expandRule.ts'
import { dayOf, daysBetween, moveDay, moveLocal, toInstant, toLocal } from './localTime.ts'
import { maxOccurrences, type Recurrence } from './planOccurrences.ts'
import {
  parseRule,
  partsOf,
  type RecurrenceRule,
  RuleError,
  type Weekday,
  weekdays,
  withParts,
} from './recurrenceRule.ts'

/** An instant as the value of UNTIL: `20310503T160000Z`. */
const untilText = (instant: string) => instant.replace(/[-:]|\.\d+/g, '')

/** A local time or a day as the value of UNTIL. */
const localUntilText = (local: string) => local.replace(/[-:]|\.\d+/g, '')

/** UNTIL in UTC, as calendars need it (RFC 5545, 3.3.10), in a rule for them. */
export function ruleForCalendars(rrule: string, zone: string): string {
  const until = partsOf(rrule).get('UNTIL')
  if (until === undefined || until.endsWith('Z')) return rrule
  const local = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?$/.exec(until)!
  const [, year, month, day, hour = '23', minute = '59', second = '59'] = local
  const instant = toInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}`, zone)
  return withParts(rrule, { UNTIL: untilText(instant) })
}

/** The rule with its last occurrence before `slot`. */
export const endBefore = (series: Recurrence, slot: string): string => {
  const before = moveLocal(slot, -1000)
  const until = untilText(toInstant(before, series.timezone))
  return withParts(series.rrule, { COUNT: undefined, UNTIL: until })
}

/** The part of a series that begins with an occurrence: its rule counts from there. */
export function startAt(series: Recurrence, slot: string): Recurrence {
  return {
    ...series,
    rrule: countedFrom(series, slot),
    exdates: series.exdates.filter((day) => day >= dayOf(slot)),
    firstStart: slot,
  }
}

/** COUNT without the occurrences before `slot`. */
function countedFrom(series: Recurrence, slot: string): string {
  const rule = parseRule(series.rrule)
  if (rule.count === undefined) return series.rrule
  const { slots } = expandRule(rule, series, { limit: maxOccurrences })
  const before = slots.filter((each) => each < slot).length
  return withParts(series.rrule, { COUNT: String(Math.max(1, rule.count - before)) })
}

const moveWeekday = (day: Weekday, days: number): Weekday =>
  weekdays[(((weekdays.indexOf(day) + days) % 7) + 7) % 7]!

/** BYDAY and the start of the week move together, so that every second week stays the same week. */
const movedWeek = ({ byDay, wkst }: RecurrenceRule, days: number) => ({
  ...(byDay ? { BYDAY: byDay.map((day) => moveWeekday(day as Weekday, days)).join() } : {}),
  WKST: moveWeekday(wkst, days),
})

function movedParts(rule: RecurrenceRule, days: number): Record<string, string> {
  if (days === 0) return {}
  if (rule.freq === 'WEEKLY' && (rule.byDay ?? rule.interval > 1)) return movedWeek(rule, days)
  if (rule.byMonthDay) return { BYMONTHDAY: rule.byMonthDay.map((day) => day + days).join() }
  return {}
}

function movedUntil({ until }: RecurrenceRule, zone: string, ms: number, days: number) {
  if (until === undefined) return {}
  const [, year, month, day, hour, minute, second, isUtc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(until)!
  const date = `${year}-${month}-${day}`
  if (hour === undefined) return { UNTIL: localUntilText(moveDay(date, days)) }
  const time = `${date}T${hour}:${minute}:${second}`
  if (!isUtc) return { UNTIL: localUntilText(moveLocal(time, ms)) }
  const moved = toInstant(moveLocal(toLocal(`${time}Z`, zone), ms), zone)
  return { UNTIL: untilText(moved) }
}

/**
 * A series whose occurrences all begin so many milliseconds of the wall clock later, in another zone if the
 * zone changes.
 *
 * @throws {RuleError} when no such rule exists: a second Saturday is not always the day before a second Sunday
 */
export function moveSeries(series: Recurrence, ms: number, timezone: string): Recurrence {
  const rule = parseRule(series.rrule)
  const firstStart = moveLocal(series.firstStart, ms)
  const days = daysBetween(series.firstStart, firstStart)
  const until = movedUntil(rule, series.timezone, ms, days)
  const moved = {
    rrule: withParts(series.rrule, { ...movedParts(rule, days), ...until }),
    exdates: series.exdates.map((day) => moveDay(day, days)),
    timezone,
    firstStart,
  }
  if (days !== 0) checkMoved(series, moved, days)
  return moved
}

const refusal = (days: number) =>
  new RuleError(
    `The days of this series cannot all move by ${Math.abs(days) === 1 ? 'a day' : `${Math.abs(days)} days`}. Move this event alone, or change the rule.`,
  )

function checkMoved(before: Recurrence, after: Recurrence, days: number) {
  const daysOf = (series: Recurrence) =>
    expandRule(parseRule(series.rrule), series, { limit: maxOccurrences }).slots.map(dayOf)
  let moved: string[]
  try {
    moved = daysOf(after)
  } catch {
    throw refusal(days)
  }
  const wanted = daysOf(before).map((day) => moveDay(day, days))
  // The last year of ten may have one more or less at its edge.
  const length = Math.min(wanted.length, moved.length)
  const isSame = wanted.slice(0, length).join() === moved.slice(0, length).join()
  if (!isSame || Math.abs(wanted.length - moved.length) > 1) throw refusal(days)
}
