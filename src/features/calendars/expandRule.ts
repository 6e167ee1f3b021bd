import ICAL from 'ical.js'

import { type CalendarZone, instantOf, localTimeIn } from './ical/zone.ts'

/** Occurrences that a rule is followed for. A year of days, three times over. */
const maxOccurrences = 1100

type Rule = InstanceType<typeof ICAL.Recur>

/** The last local start that a rule allows (UNTIL, which is in UTC). */
function lastLocalStart(rule: Rule, zone: CalendarZone | undefined): string | undefined {
  if (!rule.until) return undefined
  const until = String(rule.until)
  return zone ? localTimeIn(zone, until) : until.slice(0, 19)
}

export interface ExpandedRule {
  /** The local starts, in order, until after the last one that is asked for. */
  slots: string[]
  /** The rule with its end in UTC, as an entry with a zone must have it (RFC 5545, 3.3.10). */
  endingAt: (last: string | undefined) => Record<string, unknown>
}

/**
 * The local starts that a calendar reads from a recurrence rule, counted on the clock of the venue: 18:00
 * stays 18:00 when summer time begins. `ical.js` counts as calendars do, and a hundred times faster than
 * the arithmetic with which series make their events.
 *
 * @param rrule RFC 5545, 3.3.10, with its end in UTC
 * @param until the local start after which no more are needed
 */
export function expandRule(
  rrule: string,
  {
    firstStart,
    until,
    zone,
  }: { firstStart: string; until: string; zone: CalendarZone | undefined },
): ExpandedRule {
  const rule = ICAL.Recur.fromString(rrule.replace(/^RRULE:/i, ''))
  const last = lastLocalStart(rule, zone)
  const counted = rule.clone()
  counted.until = null
  const iterator = counted.iterator(ICAL.Time.fromDateTimeString(firstStart))
  const end = last !== undefined && last < until ? last : until
  const slots: string[] = []
  // After the last one, the iterator returns nothing. Its types do not say so.
  const nextSlot = () => (iterator.next() as { toString: () => string } | null)?.toString()
  for (let slot = nextSlot(); slot !== undefined && slot <= end; slot = nextSlot()) {
    slots.push(slot)
    if (slots.length === maxOccurrences) break
  }
  const inUtc = (local: string) => (zone ? instantOf(zone, local) : `${local}Z`)
  const endingAt = (shortened: string | undefined) => {
    const { count, until: _until, ...others } = rule.toJSON() as Record<string, unknown>
    const stop = shortened ?? last
    if (stop !== undefined) return { ...others, until: inUtc(stop) }
    return count === undefined ? others : { ...others, count }
  }
  return { slots, endingAt }
}
