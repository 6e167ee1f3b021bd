import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

import { addYears, toInstant } from './localTime.ts'
import type { RecurrenceRule } from './recurrenceRule.ts'

/** Years after its first day in which the days of a rule are looked for. */
export const maxYears = 10

/** Enough for each day of ten years, and too little to keep the processor busy. */
const bounds = { maxIterations: 5000, maxCandidateEvaluations: 20_000 }

export interface Anchor {
  /** The local start of the first event. It counts as the first occurrence, whatever the rule says. */
  firstStart: string
  timezone: string
}

/** The last instant of a rule's UNTIL: a day alone lasts until its end, a time without Z is local. */
export function untilInstant(until: string, zone: string): Date {
  const [, year, month, day, time = '', isUtc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d{6}))?(Z)?$/.exec(until) ?? []
  const clock = time ? time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3') : '23:59:59'
  const local = `${year}-${month}-${day}T${clock}`
  return new Date(isUtc ? `${local}Z` : toInstant(local, zone))
}

export interface Expansion {
  /** The local starts, in order. */
  slots: string[]
  /** Whether the rule has more days than were asked for, or later ones. */
  isCut: boolean
}

/**
 * The local starts of a rule, the first event's among them. A local time that the clocks skip on a day is
 * left out, and does not count (RFC 5545, 3.3.10).
 *
 * @param limit the most slots
 * @param horizon no slot is later
 */
export function expandRule(
  rule: RecurrenceRule,
  { firstStart, timezone }: Anchor,
  { limit, horizon }: { limit: number; horizon?: Date },
): Expansion {
  const { until, ...parts } = rule
  const first = new Date(toInstant(firstStart, timezone))
  const last = addYears(first, maxYears)
  const bound = horizon && horizon < last ? horizon : last
  const end = until === undefined ? undefined : untilInstant(until, timezone)
  const zoned = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timezone)
  const iterator = new RRuleTemporal({
    ...parts,
    ...bounds,
    dtstart: zoned(first),
    until: zoned(end && end < bound ? end : bound),
    tzid: timezone,
    includeDtstart: true,
    cache: false,
  })
  const slots: string[] = []
  iterator.all((date) => {
    slots.push(Temporal.ZonedDateTime.from(date.toString()).toPlainDateTime().toString())
    return slots.length <= limit
  })
  const isShort = parts.count !== undefined && slots.length < parts.count
  const isCut = slots.length > limit || (end ? end > bound : parts.count === undefined || isShort)
  return { slots: slots.slice(0, limit), isCut }
}
