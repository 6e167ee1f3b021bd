import type { Env } from '../../runtime/env/env.ts'
import { ruleForCalendars, type SeriesWithOccurrences } from '../series/public.ts'
import { calendarHost, eventEntry } from './eventEntry.ts'
import { expandRule } from './expandRule.ts'
import { type CalendarEntry, type EntryTimes, timesOf } from './ical/entry.ts'
import { calendarZone, localTimeIn } from './ical/zone.ts'
import type { FeedEvent } from './queries/feedEvents.ts'
import { uids } from './rules.ts'

/** An event of a series with the local start that the rule gave it. */
interface Shown {
  slot: string
  isException: boolean
  event: FeedEvent
  entry: CalendarEntry
  times: EntryTimes
}

const lengthOf = ({ end, start }: EntryTimes) => Date.parse(`${end}Z`) - Date.parse(`${start}Z`)

/** A local time and a number of milliseconds on the clock. */
const later = (local: string, ms: number) =>
  new Date(Date.parse(`${local}Z`) + ms).toISOString().slice(0, 19)

/** Whether an event differs from what the series' own entry says of it. */
function differs({ entry, slot, times }: Shown, of: Shown): boolean {
  const said = ({ coordinates, description, location, status, title }: CalendarEntry) =>
    JSON.stringify([title, description, location, status, coordinates])
  return (
    times.start !== slot ||
    lengthOf(times) !== lengthOf(of.times) ||
    times.zone?.id !== of.times.zone?.id ||
    said(entry) !== said(of.entry)
  )
}

/** The local times of an event in the zone of its series. */
function timesIn(entry: CalendarEntry, timezone: string): EntryTimes {
  const zone = calendarZone(timezone)
  if (!zone) return timesOf({ ...entry, timezone: 'UTC' })
  return { zone, start: localTimeIn(zone, entry.startDate), end: localTimeIn(zone, entry.endDate) }
}

const latest = (instants: string[]) => instants.toSorted().at(-1)!

/** The event whose texts stand for the series: the last one that was not changed apart from it. */
const typical = (shown: Shown[]) =>
  shown.findLast(({ isException }) => !isException) ?? shown.at(-1)!

/**
 * The first local start after those that the feed shows, or undefined when it shows the last event that there
 * is: then the rule goes on, and events that are not made yet come with it.
 */
function lastShown({ occurrences }: SeriesWithOccurrences, shown: Shown[]): string | undefined {
  const last = shown.at(-1)!.slot
  return occurrences.some(({ slot }) => slot > last) ? last : undefined
}

function recurrenceOf(series: SeriesWithOccurrences, shown: Shown[]) {
  const { exdates, firstStart, occurrences, rrule, timezone } = series
  const lastDay = exdates.toSorted().at(-1)
  const until = [occurrences.at(-1)!.slot, ...(lastDay ? [`${lastDay}T23:59:59`] : [])]
    .toSorted()
    .at(-1)!
  const zone = calendarZone(timezone)
  const { endingAt, slots } = expandRule(ruleForCalendars(rrule, timezone), {
    firstStart,
    until,
    zone,
  })
  const visible = new Set(shown.map(({ slot }) => slot))
  const end = lastShown(series, shown)
  // The first start counts, even if the rule does not give it (RFC 5545, 3.8.5.3).
  const ofRule = new Set([firstStart, ...slots])
  return {
    rule: endingAt(end),
    // Excluded days, events that were deleted, and those that the filter or the reader does not show.
    excluded: [...ofRule].filter(
      (slot) => !visible.has(slot) && (end === undefined || slot <= end),
    ),
    added: [...visible].filter((slot) => !ofRule.has(slot)),
  }
}

function shownOf(series: SeriesWithOccurrences, events: FeedEvent[], env: Env): Shown[] {
  const byId = new Map(events.map((event) => [event.id, event]))
  return series.occurrences.flatMap(({ eventId, isException, slot }) => {
    const event = byId.get(eventId)
    if (!event) return []
    const entry = eventEntry(event, env)
    return [{ slot, isException, event, entry, times: timesIn(entry, series.timezone) }]
  })
}

/**
 * The events of a series as one entry with its rule, and one more for each event that differs from it
 * (RFC 5545, 3.8.5 and 3.8.4.4).
 *
 * @param events those that the feed shows, one at least
 */
export function seriesEntries(
  series: SeriesWithOccurrences,
  events: FeedEvent[],
  env: Env,
): CalendarEntry[] {
  const shown = shownOf(series, events, env)
  const of = typical(shown)
  const recurrence = recurrenceOf(series, shown)
  const uid = uids.series(series.id, calendarHost(env))
  const updatedAt = latest(events.map((event) => event.updatedAt))
  // Each excluded day is a change as well. The number must rise with every change.
  const sequence =
    Math.max(...events.map(({ calendarSequence }) => calendarSequence)) + recurrence.excluded.length
  const common = { uid, sequence, stamp: updatedAt, lastModified: updatedAt }
  const end = later(series.firstStart, lengthOf(of.times))
  const master: CalendarEntry = {
    ...of.entry,
    ...common,
    recurrence,
    times: { zone: of.times.zone, start: series.firstStart, end },
  }
  const exceptions = shown
    .filter((one) => differs(one, of))
    .map(({ entry, slot, times }) => ({ ...entry, ...common, recurrenceId: slot, times }))
  return [master, ...exceptions]
}
