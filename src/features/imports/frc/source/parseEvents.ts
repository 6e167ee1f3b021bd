import { type BadRow, type Parsed, reasonOf } from './badRow.ts'
import { descriptionOf, locationOf } from './describe.ts'
import { inUtc, lastMoment, localTime } from './localTime.ts'
import { seasonOf, weeksBetween } from './season.ts'
import { type SourceEvent, sourceEvent } from './sourceEvent.ts'

/** The fields of an event that come from the source, as the platform stores them. */
export interface EventDetails {
  /** Season and code: `2018ABCA`. The same event of another season is another event. */
  externalId: string
  title: string
  description: string
  location: string
  timezone: string
  startDate: string
  endDate: string
}

export interface SeasonEvent {
  /** The entries refer to the event by this code. */
  code: string
  details: EventDetails
}

export interface ParsedEvents extends Parsed<SeasonEvent> {
  /** The year that the events are in now; undefined when no row could be read. */
  season: number | undefined
}

interface Placed {
  place: string
  event: SourceEvent
}

const badEvent = (place: string, reason: string): BadRow => ({ file: 'events', place, reason })

function placeOf(row: unknown, index: number): string {
  const code = (row as { code?: unknown } | null)?.code
  return `event ${index + 1}${typeof code === 'string' ? ` (${code.trim()})` : ''}`
}

function readRows(list: unknown[]): (Placed | BadRow)[] {
  const firsts = new Map<string, string>()
  return list.map((row, index) => {
    const place = placeOf(row, index)
    const { data: event, error } = sourceEvent.safeParse(row)
    if (error) return badEvent(place, reasonOf(error))
    const first = firsts.get(event.code)
    if (first) return badEvent(place, `its code is already that of ${first}`)
    firsts.set(event.code, place)
    return { place, event }
  })
}

const yearOf = ({ event }: Placed) => Number(event.dateStart.slice(0, 4))

/** The event moved to its season, or the reason why it is a bad row. */
function inSeason(event: SourceEvent, season: number, weeks: number): EventDetails | string {
  const start = localTime(event.dateStart, event.timezone, weeks)
  const end = lastMoment(localTime(event.dateEnd, event.timezone, weeks))
  const location = locationOf(event)
  if (end <= start) return 'dateEnd is not after dateStart'
  if (location === '') return 'venue, city and country are all unknown'
  if (location.length > 255) return 'venue, city and country are longer than 255 characters'
  return {
    externalId: `${season}${event.code}`,
    title: event.name,
    description: descriptionOf(event),
    location,
    timezone: event.timezone,
    startDate: inUtc(start),
    endDate: inUtc(end),
  }
}

/**
 * Reads FIRST's event list. Moves it by whole weeks into another season when `wanted` is given.
 *
 * @param list the rows, as parsed from JSON
 * @param wanted the year to move to; by default the events stay in their own year
 */
export function parseEvents(list: unknown[], wanted?: number): ParsedEvents {
  const readings = readRows(list)
  const source = seasonOf(readings.flatMap((row) => ('event' in row ? [yearOf(row)] : [])))
  const season = wanted ?? source
  const parsed: ParsedEvents = { rows: [], bad: [], season }
  for (const row of readings) {
    if (!('event' in row)) {
      parsed.bad.push(row)
      continue
    }
    const details =
      yearOf(row) === source
        ? inSeason(row.event, season!, weeksBetween(source, season!))
        : `it starts in ${yearOf(row)}, unlike the season of ${source}`
    if (typeof details === 'string') parsed.bad.push(badEvent(row.place, details))
    else parsed.rows.push({ code: row.event.code, details })
  }
  return parsed
}
