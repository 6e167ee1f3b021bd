import ICAL from 'ical.js'
import type { DateTime } from 'luxon'

import { EntryError } from './badEntry.ts'
import { type EntryZones, inZone } from './entryZones.ts'
import { type EntryTime, type SourceEntry, timeOf } from './parseEntry.ts'
import type { RawEntry } from './readComponents.ts'

/** The most events that one entry becomes. */
const maxOccurrences = 400

/** Steps of a rule: one that began decades ago reaches this year, and no rule goes on for ever. */
const maxSteps = 50_000

type Rule = InstanceType<typeof ICAL.Recur>

/** UNTIL counts on the same clock as the local times of the rule. */
function localRule(rule: Rule, zone: string): Rule {
  if (!rule.until) return rule
  const until = rule.until.toString()
  const local = until.endsWith('Z')
    ? inZone(until, 'UTC').setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm:ss")
    : `${until.slice(0, 10)}T${until.length > 10 ? until.slice(11, 19) : '23:59:59'}`
  const own = rule.clone()
  own.until = ICAL.Time.fromDateTimeString(local)
  return own
}

function timesIn(entry: SourceEntry, name: string, raw: RawEntry, zones: EntryZones): EntryTime[] {
  return entry.component
    .getAllProperties(name)
    .flatMap((property) =>
      (property.getValues() as unknown[]).flatMap((value) =>
        value instanceof ICAL.Time ? [timeOf(value, property, raw, zones)] : [],
      ),
    )
}

const ruleOf = (entry: SourceEntry): Rule | undefined => {
  const rule: unknown = entry.component.getFirstPropertyValue('rrule')
  return rule instanceof ICAL.Recur ? rule : undefined
}

/** Whether an entry stands for several events. */
export const repeats = (entry: SourceEntry): boolean =>
  entry.component.hasProperty('rrule') || entry.component.hasProperty('rdate')

/**
 * The starts of an entry that repeats, within a span of time. Local time stays the same across daylight
 * saving.
 *
 * @throws {EntryError} for a rule that cannot be read
 */
export function startsOf(
  entry: SourceEntry,
  raw: RawEntry,
  zones: EntryZones,
  span: { from: DateTime; until: DateTime },
): EntryTime[] {
  const { start } = entry
  const excluded = new Set(timesIn(entry, 'exdate', raw, zones).map(({ at }) => at.toMillis()))
  const found = new Map<number, EntryTime>()
  const add = (time: EntryTime) => {
    const instant = time.at.toMillis()
    const isInside = time.at >= span.from && time.at < span.until
    if (isInside && !excluded.has(instant)) found.set(instant, time)
  }
  if (entry.component.hasProperty('rrule') && !ruleOf(entry))
    throw new EntryError('has a rule (RRULE) that cannot be read')
  const rule = ruleOf(entry)
  if (rule) for (const time of ruleStarts(localRule(rule, start.zone), start, span.until)) add(time)
  else add(start)
  for (const time of timesIn(entry, 'rdate', raw, zones)) add(time)
  return [...found.values()].slice(0, maxOccurrences)
}

function* ruleStarts(rule: Rule, start: EntryTime, until: DateTime): Generator<EntryTime> {
  const iterator = rule.iterator(ICAL.Time.fromDateTimeString(start.local))
  for (let step = 0; step < maxSteps; step += 1) {
    const next = iterator.next() as { toString: () => string } | null
    if (!next) return
    const local = next.toString().slice(0, 19)
    const at = inZone(local, start.zone)
    if (at >= until) return
    yield { ...start, local, at }
  }
}
