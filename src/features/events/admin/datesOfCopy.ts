import { DateTime } from 'luxon'

import type { Event } from '../../../payload-types.ts'

type Dated = Pick<
  Event,
  'timezone' | 'startDate' | 'endDate' | 'registrationOpensAt' | 'registrationClosesAt'
>

/**
 * The dates of a copy that starts at the wall time `start` (`2027-05-03T10:00`) of the venue. All dates
 * move by the same days and hours of the wall clock, also across a change to summer time.
 */
export function datesOfCopy(event: Dated, start: string) {
  const local = (instant: string) =>
    DateTime.fromISO(instant, { zone: event.timezone }).setZone('UTC', { keepLocalTime: true })
  const moved = DateTime.fromISO(start, { zone: 'UTC' }).diff(local(event.startDate))
  const move = (instant: string) =>
    local(instant).plus(moved).setZone(event.timezone, { keepLocalTime: true }).toUTC().toISO()!
  const moveIfSet = (instant: string | null | undefined) => (instant ? move(instant) : null)
  return {
    startDate: move(event.startDate),
    endDate: move(event.endDate),
    registrationOpensAt: moveIfSet(event.registrationOpensAt),
    registrationClosesAt: moveIfSet(event.registrationClosesAt),
  }
}
