import type { FlattenedField } from 'payload'

import type { Event } from '../../payload-types.ts'
import { localMs, moveLocal, toInstant, toLocal } from './localTime.ts'
import type { Dates } from './occurrenceDates.ts'
import type { OccurrenceRow } from './queries/occurrences.ts'

/** The fields that each occurrence has for itself. The dates are moved, not copied. */
const ownFields = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'updatedBy',
  'series',
  'occurrence',
  'occurrenceEdited',
  'externalSource',
  'externalId',
  'startDate',
  'endDate',
  'registrationOpensAt',
  'registrationClosesAt',
  'status',
])

const isVirtual = (field: FlattenedField) => 'virtual' in field && Boolean(field.virtual)

const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : value

const asText = (field: FlattenedField, value: unknown): string => {
  const isReference = field.type === 'relationship' || field.type === 'upload'
  return JSON.stringify((isReference ? idOf(value) : value) ?? null)
}

/** The fields with another value after a change, without those that each occurrence has for itself. */
export function changedContent(
  fields: FlattenedField[],
  before: Event,
  after: Event,
): Partial<Event> {
  const changed = fields.filter((field) => {
    const name = field.name as keyof Event
    if (ownFields.has(name) || isVirtual(field)) return false
    return asText(field, before[name]) !== asText(field, after[name])
  })
  return Object.fromEntries(
    changed.map((field) => {
      const value = after[field.name as keyof Event]
      return [field.name, field.type === 'group' ? value : idOf(value)]
    }),
  )
}

/** Milliseconds of the wall clock by which a date was moved; from null to null by 0. */
const moveOf = (from: string, fromZone: string, to: string, toZone: string) =>
  localMs(toLocal(from, fromZone), toLocal(to, toZone))

const isSame = (one: string | null | undefined, other: string | null | undefined) =>
  (one ? Date.parse(one) : null) === (other ? Date.parse(other) : null)

/** How a change of one event moves its dates on the wall clock, and so those of the other occurrences. */
export interface DateMoves {
  /** The zone after the change. */
  timezone: string
  start: number
  end: number
  /** Milliseconds after the start, null for none; undefined when the date was not changed. */
  registrationOpens: number | null | undefined
  registrationCloses: number | null | undefined
}

function registrationMove(
  field: 'registrationOpensAt' | 'registrationClosesAt',
  before: Dates,
  after: Dates,
) {
  const value = after[field]
  const zoneChanged = before.timezone !== after.timezone
  if (isSame(before[field], value) && !(zoneChanged && value)) return undefined
  return value ? moveOf(after.startDate, after.timezone, value, after.timezone) : null
}

export const dateMoves = (before: Dates, after: Dates): DateMoves => ({
  timezone: after.timezone,
  start: moveOf(before.startDate, before.timezone, after.startDate, after.timezone),
  end: moveOf(before.endDate, before.timezone, after.endDate, after.timezone),
  registrationOpens: registrationMove('registrationOpensAt', before, after),
  registrationCloses: registrationMove('registrationClosesAt', before, after),
})

/**
 * The dates of another occurrence that the moves change. An occurrence that was moved by itself stays as far
 * from its series as it was.
 */
export function movedDates(occurrence: OccurrenceRow, moves: DateMoves): Partial<Dates> {
  const { timezone } = moves
  const moved = (instant: string, ms: number) =>
    toInstant(moveLocal(toLocal(instant, occurrence.timezone), ms), timezone)
  const zoneChanged = timezone !== occurrence.timezone
  const start = moves.start !== 0 || zoneChanged
  const end = moves.end !== 0 || zoneChanged
  const startDate = start ? moved(occurrence.startDate, moves.start) : occurrence.startDate
  const afterStart = (ms: number | null) =>
    ms === null ? null : toInstant(moveLocal(toLocal(startDate, timezone), ms), timezone)
  const { registrationCloses, registrationOpens } = moves
  return {
    ...(start ? { startDate } : {}),
    ...(end ? { endDate: moved(occurrence.endDate, moves.end) } : {}),
    ...(registrationOpens === undefined
      ? {}
      : { registrationOpensAt: afterStart(registrationOpens) }),
    ...(registrationCloses === undefined
      ? {}
      : { registrationClosesAt: afterStart(registrationCloses) }),
  }
}
