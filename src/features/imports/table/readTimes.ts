import { DateTime } from 'luxon'

import { lastMoment } from '../source/localTime.ts'
import { ianaZone, onlyZoneOf, zoneAt } from '../source/zones.ts'
import type { Cells } from './readCells.ts'
import { type ClockTime, type DateOrder, readClock, readDate, type TableDate } from './readDate.ts'

export interface TableTimes {
  timezone: string
  start: DateTime
  end: DateTime
}

/** What is wrong with a row, in words for a person. */
export class RowError extends Error {
  override readonly name = 'RowError'
}

export interface TimeOptions {
  order: DateOrder
  zone: string | undefined
  /** Remembers what the table does not say, and how it is read. */
  note: (sentence: string) => void
}

const two = (number: number) => String(number).padStart(2, '0')

const at = (date: TableDate, { hours, minutes, seconds }: ClockTime): TableDate => ({
  local: `${date.local.slice(0, 10)}T${two(hours)}:${two(minutes)}:${two(seconds)}`,
  isDay: false,
  offset: undefined,
})

const between = /[-–—~～]|\b(?:bis|to|until)\b/i

/** Two times of day in one cell: `18:00–20:00`. */
function clocksIn(text: string): [ClockTime | undefined, ClockTime | undefined] {
  const single = readClock(text)
  if (single || text === '') return [single, undefined]
  const [first, second] = text.split(between, 2).map((part) => readClock(part))
  if (first && second) return [first, second]
  throw new RowError(`start_time "${text}" is no time of day`)
}

function dateIn(cells: Cells, field: 'start' | 'end', order: DateOrder): TableDate {
  const text = cells(field)
  const date = readDate(text, order)
  if (date) return date
  throw new RowError(`${field} "${text}" is no date in the order ${order}`)
}

function endIn(cells: Cells, start: TableDate, clock: ClockTime | undefined, order: DateOrder) {
  const text = cells('end')
  const time = readClock(cells('end_time')) ?? clock
  if (cells('end_time') !== '' && !time)
    throw new RowError(`end_time "${cells('end_time')}" is no time of day`)
  if (text === '') return time && at(start, time)
  const only = readClock(text)
  if (only) return at(start, only)
  const date = dateIn(cells, 'end', order)
  return time && date.isDay ? at(date, time) : date
}

/** The zone of a row: its own, the one of its offset, the user's, or the only one of its country. */
function zoneOf(cells: Cells, start: TableDate, { note, zone }: TimeOptions): string {
  const named = cells('timezone')
  if (named !== '') {
    const found = ianaZone(named)
    if (found) return found
    throw new RowError(`timezone "${named}" is not one of IANA or Windows`)
  }
  const country = cells('country')
  if (start.offset !== undefined) {
    const instant =
      DateTime.fromISO(start.local, { zone: 'utc' }).toMillis() - start.offset * 60_000
    return zoneAt(country, instant, start.offset)
  }
  const found = zone ?? onlyZoneOf(country)
  if (found !== undefined) return found
  note('Some times have no time zone, and are read as UTC: name it with --zone')
  return 'UTC'
}

const instantOf = ({ local, offset }: TableDate, zone: string) =>
  offset === undefined
    ? DateTime.fromISO(local, { zone })
    : DateTime.fromISO(local, { zone: 'utc' }).minus({ minutes: offset }).setZone(zone)

/**
 * Start and end of a row. A day without a time is the whole day, and an event without an end has an hour.
 *
 * @throws {RowError} when they cannot be read
 */
export function readTimes(cells: Cells, options: TimeOptions): TableTimes {
  const { note, order } = options
  if (cells('start') === '') throw new RowError('start is empty')
  const day = dateIn(cells, 'start', order)
  const [from, to] = clocksIn(cells('start_time'))
  const first = from && day.isDay ? at(day, from) : day
  const last = endIn(cells, first, to, order)
  const timezone = zoneOf(cells, first, options)
  const start = instantOf(first, timezone)
  if (last === undefined && !first.isDay) note('Some events have no end, and get one hour')
  const end = last
    ? last.isDay
      ? lastMoment(instantOf(last, timezone).startOf('day'))
      : instantOf(last, timezone)
    : first.isDay
      ? lastMoment(start.startOf('day'))
      : start.plus({ hours: 1 })
  if (end <= start) throw new RowError('end is not after start')
  return { timezone, start, end }
}
