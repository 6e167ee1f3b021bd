import type { z } from 'zod'

import { countryCodeOf } from '../../../../shared/countries.ts'
import { singleLineText } from '../../../../shared/typedText.ts'
import { isLongerThan } from '../../../../shared/characters.ts'
import { type BadRow, type Parsed, reasonOf } from '../../source/badRow.ts'
import type { EventDetails, SourceEvent } from '../../source/importSource.ts'
import { lastMoment, localTime } from '../../source/localTime.ts'
import { inUtc } from '../../source/zones.ts'
import { descriptionOf, locationOf, tagsOf } from './describe.ts'
import { firstEvent } from './firstEvents.ts'
import type { ListedEvent } from './listedEvent.ts'
import { frc, type Program, seasonYear } from './programs.ts'
import { seasonOf, weeksBetween } from './season.ts'

export interface SeasonEvent extends SourceEvent {
  /** The entries refer to the event by this code. */
  code: string
}

export interface ParsedEvents extends Parsed<SeasonEvent> {
  /** The season that the events are in now; undefined when no row could be read. */
  season: number | undefined
}

/** How a source lists its events. */
export interface EventList {
  schema: z.ZodType<ListedEvent>
  /** The field in which a row has the code of its event. */
  codeField: string
}

export const firstList: EventList = { schema: firstEvent, codeField: 'code' }

interface Placed {
  place: string
  event: ListedEvent
}

const badEvent = (place: string, reason: string): BadRow => ({ file: 'events', place, reason })

/** The code in a row that may be anything. */
export function writtenCode(row: unknown, field: string): string | undefined {
  const code = (row as Record<string, unknown> | null)?.[field]
  return typeof code === 'string' ? code.trim() : undefined
}

/** The place of a row of a list, for a person: "event 5 (ABCA)". */
export function placeOf(row: unknown, index: number, codeField: string): string {
  const code = writtenCode(row, codeField)
  return `event ${index + 1}${code === undefined ? '' : ` (${singleLineText(code)})`}`
}

function readRows(list: unknown[], { codeField, schema }: EventList): (Placed | BadRow)[] {
  const firsts = new Map<string, string>()
  return list.map((row, index) => {
    const place = placeOf(row, index, codeField)
    const { data: event, error } = schema.safeParse(row)
    if (error) return badEvent(place, reasonOf(error))
    const first = firsts.get(event.code)
    if (first) return badEvent(place, `its code is already that of ${first}`)
    firsts.set(event.code, place)
    return { place, event }
  })
}

/** The event moved to its season, or the reason why it is a bad row. */
function inSeason(event: ListedEvent, program: Program, season: number, weeks: number) {
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
    ...(event.coordinates ? { coordinates: event.coordinates } : {}),
  } satisfies EventDetails
}

const strayReason = ({ firstMonth }: Program, year: number, season: number) =>
  firstMonth === 1
    ? `it starts in ${year}, unlike the season of ${season}`
    : `it starts in the season of ${year}, unlike the rest in the season of ${season}`

/**
 * Reads a list of events of one season. Moves it by whole weeks into another season when `wanted` is given.
 *
 * @param list the rows, as parsed from JSON
 * @param wanted the year to move to; by default the events stay in their own season
 * @param kind how the source lists its events
 */
export function parseEvents(
  list: unknown[],
  wanted?: number,
  program = frc,
  kind = firstList,
): ParsedEvents {
  const yearOf = ({ event }: Placed) => seasonYear(program, event.dateStart)
  const readings = readRows(list, kind)
  const source = seasonOf(readings.flatMap((row) => ('event' in row ? [yearOf(row)] : [])))
  const season = wanted ?? source
  const parsed: ParsedEvents = { rows: [], bad: [], lost: new Set(), season }
  for (const row of readings) {
    if (!('event' in row)) {
      parsed.bad.push(row)
      continue
    }
    const { event, place } = row
    const details =
      yearOf(row) === source
        ? inSeason(event, program, season!, weeksBetween(source, season!))
        : strayReason(program, yearOf(row), source!)
    if (typeof details === 'string') parsed.bad.push(badEvent(place, details))
    else parsed.rows.push({ code: event.code, place, details, first: { tags: tagsOf(event) } })
  }
  const codes = list.map((row) => writtenCode(row, kind.codeField)?.toUpperCase() ?? '')
  const good = new Set(parsed.rows.map(({ code }) => code))
  parsed.lost = new Set(codes.filter((code) => code !== '' && !good.has(code)))
  return parsed
}
