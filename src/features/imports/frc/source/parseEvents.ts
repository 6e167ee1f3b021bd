import { singleLineText } from '../../../../shared/typedText.ts'
import { isLongerThan } from '../../../../shared/characters.ts'
import { type BadRow, type Parsed, reasonOf } from './badRow.ts'
import { descriptionOf, locationOf } from './describe.ts'
import { inUtc } from '../../source/zones.ts'
import { lastMoment, localTime } from './localTime.ts'
import { countryCodeOf } from '../../../../shared/countries.ts'
import { frc, type Program, seasonYear } from './programs.ts'
import { seasonOf, weeksBetween } from './season.ts'
import { type SourceEvent, sourceEvent } from './sourceEvent.ts'

/** The fields of an event that come from the source, as the platform stores them. */
export interface EventDetails {
  /** The key of the program: an event's code is unique in it alone. */
  externalSource: string
  /** Season and code: `2018ABCA`. The same event of another season is another event. */
  externalId: string
  title: string
  description: string
  location: string
  timezone: string
  startDate: string
  endDate: string
  /** Such as `FRC`. */
  program: string
  /** Its code; missing when it is unknown. */
  country?: string
}

export interface SeasonEvent {
  /** The entries refer to the event by this code. */
  code: string
  details: EventDetails
}

export interface ParsedEvents extends Parsed<SeasonEvent> {
  /** The season that the events are in now; undefined when no row could be read. */
  season: number | undefined
}

interface Placed {
  place: string
  event: SourceEvent
}

const badEvent = (place: string, reason: string): BadRow => ({ file: 'events', place, reason })

const writtenCode = (row: unknown): string | undefined => {
  const code = (row as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code.trim() : undefined
}

function placeOf(row: unknown, index: number): string {
  const code = writtenCode(row)
  return `event ${index + 1}${code === undefined ? '' : ` (${singleLineText(code)})`}`
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

/** The event moved to its season, or the reason why it is a bad row. */
function inSeason(event: SourceEvent, program: Program, season: number, weeks: number) {
  const start = localTime(event.dateStart, event.timezone, weeks)
  const end = lastMoment(localTime(event.dateEnd, event.timezone, weeks))
  const location = locationOf(event)
  const country = countryCodeOf(event.country)
  if (end <= start) return 'dateEnd is not after dateStart'
  if (location === '') return 'venue, city and country are all unknown'
  if (isLongerThan(location, 255)) return 'venue, city and country are longer than 255 characters'
  return {
    externalSource: program.key,
    externalId: `${season}${event.code}`,
    title: event.name,
    description: descriptionOf(event, program),
    location,
    timezone: event.timezone,
    startDate: inUtc(start),
    endDate: inUtc(end),
    program: program.key.toUpperCase(),
    ...(country ? { country } : {}),
  } satisfies EventDetails
}

const strayReason = ({ firstMonth }: Program, year: number, season: number) =>
  firstMonth === 1
    ? `it starts in ${year}, unlike the season of ${season}`
    : `it starts in the season of ${year}, unlike the rest in the season of ${season}`

/**
 * Reads FIRST's event list. Moves it by whole weeks into another season when `wanted` is given.
 *
 * @param list the rows, as parsed from JSON
 * @param wanted the year to move to; by default the events stay in their own season
 */
export function parseEvents(list: unknown[], wanted?: number, program = frc): ParsedEvents {
  const yearOf = ({ event }: Placed) => seasonYear(program, event.dateStart)
  const readings = readRows(list)
  const source = seasonOf(readings.flatMap((row) => ('event' in row ? [yearOf(row)] : [])))
  const season = wanted ?? source
  const parsed: ParsedEvents = { rows: [], bad: [], lost: new Set(), season }
  for (const row of readings) {
    if (!('event' in row)) {
      parsed.bad.push(row)
      continue
    }
    const details =
      yearOf(row) === source
        ? inSeason(row.event, program, season!, weeksBetween(source, season!))
        : strayReason(program, yearOf(row), source!)
    if (typeof details === 'string') parsed.bad.push(badEvent(row.place, details))
    else parsed.rows.push({ code: row.event.code, details })
  }
  const codes = list.map((row) => writtenCode(row)?.toUpperCase() ?? '')
  const good = new Set(parsed.rows.map(({ code }) => code))
  parsed.lost = new Set(codes.filter((code) => code !== '' && !good.has(code)))
  return parsed
}
