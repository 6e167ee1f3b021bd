import { localMs, moveLocal, toInstant, toLocal } from './localTime.ts'
import type { NewOccurrence } from './queries/occurrences.ts'

/** The dates of an event in the zone of its venue. Instants are in ISO 8601. */
export interface Dates {
  timezone: string
  startDate: string
  endDate: string
  registrationOpensAt?: string | null
  registrationClosesAt?: string | null
}

/**
 * The dates of an occurrence that is like an event and begins at another local time. All of them are as far
 * from its start on the wall clock as those of the event: what lasts from 18:00 to 20:00 does so all year.
 */
export function datesAt(event: Dates, slot: string): NewOccurrence {
  const { timezone } = event
  const start = toLocal(event.startDate, timezone)
  const moved = (instant: string) =>
    toInstant(moveLocal(slot, localMs(start, toLocal(instant, timezone))), timezone)
  const movedIfSet = (instant: string | null | undefined) => (instant ? moved(instant) : null)
  return {
    slot,
    startDate: toInstant(slot, timezone),
    endDate: moved(event.endDate),
    registrationOpensAt: movedIfSet(event.registrationOpensAt),
    registrationClosesAt: movedIfSet(event.registrationClosesAt),
  }
}
