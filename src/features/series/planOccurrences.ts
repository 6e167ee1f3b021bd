import { type Anchor, expandRule, type Expansion, maxYears, untilInstant } from './expandRule.ts'
import { addYears, dayOf, toInstant } from './localTime.ts'
import { parseRule, type RecurrenceRule, RuleError } from './recurrenceRule.ts'

/** The most events that a series has at a time: one for each day of a year, and some more. */
export const maxOccurrences = 400

/** The most days that a series leaves out. */
export const maxExdates = 400

export interface Recurrence extends Anchor {
  rrule: string
  /** Days without an event, such as `2031-05-10`. */
  exdates: string[]
}

export const isEndless = ({ count, until }: RecurrenceRule): boolean =>
  count === undefined && until === undefined

/** An endless series is made until a year after its first event, or a year ahead. */
const horizonOf = ({ firstStart, timezone }: Anchor, now: Date): Date => {
  const first = new Date(toInstant(firstStart, timezone))
  return addYears(first > now ? first : now, 1)
}

function expand(
  rule: RecurrenceRule,
  anchor: Anchor,
  options: Parameters<typeof expandRule>[2],
): Expansion {
  try {
    return expandRule(rule, anchor, options)
  } catch (error) {
    if (error instanceof RuleError) throw error
    // The library stops at its bounds with an error: such a rule has next to no days.
    throw new RuleError('This rule gives too few days. Choose a simpler one.')
  }
}

/**
 * The local starts of the events of a series, in order, without the excluded days. Those of a rule with an
 * end are complete; those of an endless one go a year ahead.
 *
 * @throws {RuleError} for a rule that cannot be read, has too many days, or only the first one
 */
export function planOccurrences({ rrule, exdates, ...anchor }: Recurrence, now: Date): string[] {
  const rule = parseRule(rrule)
  const end = rule.until === undefined ? undefined : untilInstant(rule.until, anchor.timezone)
  if (end && end < new Date(toInstant(anchor.firstStart, anchor.timezone))) {
    throw new RuleError('The last day (UNTIL) cannot be before the event itself.')
  }
  const endless = isEndless(rule)
  const { isCut, slots } = endless
    ? expand(rule, anchor, { limit: maxOccurrences, horizon: horizonOf(anchor, now) })
    : expand(rule, anchor, { limit: maxOccurrences })
  if (!endless && isCut) {
    throw new RuleError(
      `A series with an end has at most ${maxOccurrences} events within ${maxYears} years. End it earlier, or leave COUNT and UNTIL out.`,
    )
  }
  const isEnded = rule.until !== undefined || rule.count === 1
  if (!isEnded && slots.length < 2 && !hasSecondDay(rule, anchor)) {
    throw new RuleError('This rule gives no second day.')
  }
  const excluded = new Set(exdates)
  return slots.filter((slot) => !excluded.has(dayOf(slot)))
}

/**
 * The local starts of an endless series after a slot, up to a year ahead, without the excluded days.
 *
 * @param slot of one of its events: the rule counts on from there
 */
export function laterSlots(series: Recurrence, slot: string, now: Date): string[] {
  const { exdates, rrule, timezone } = series
  const anchor = { firstStart: slot, timezone }
  const { slots } = expand(parseRule(rrule), anchor, {
    limit: maxOccurrences + exdates.length + 1,
    horizon: addYears(now, 1),
  })
  const excluded = new Set(exdates)
  return slots.filter((each) => each > slot && !excluded.has(dayOf(each)))
}

/** An endless rule may have its second day after the first year. */
const hasSecondDay = (rule: RecurrenceRule, anchor: Anchor) =>
  isEndless(rule) && expand(rule, anchor, { limit: 2 }).slots.length > 1
