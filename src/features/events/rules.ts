/** The rules of events. Pure: the caller passes `now`. */

import { maxInteger } from '../../shared/documentId.ts'

export const eventStatuses = ['draft', 'published', 'cancelled'] as const
export type EventStatus = (typeof eventStatuses)[number]

/**
 * Until when freed seats go to the waitlist, as the organiser chooses. The database's function
 * `waitlist_end` has the rule; no waitlist moves up after the event has begun.
 */
export const waitlistEnds = ['registrationCloses', 'eventBegins'] as const
export type WaitlistEnd = (typeof waitlistEnds)[number]

/** The number of seats that an event can have. */
export const capacityRange = { min: 1, max: maxInteger } as const

/** The maximum lengths of an event's texts, in characters. */
export const maxLengths = { title: 200, description: 200_000, location: 255 } as const

/** The title of a copy of an event: cut, so that the mark fits. */
export const titleOfCopy = (title: string): string => {
  const mark = ' (copy)'
  return (
    Array.from(title)
      .slice(0, maxLengths.title - mark.length)
      .join('')
      .trimEnd() + mark
  )
}

type Instant = Date | string | null | undefined

export interface Schedule {
  startDate?: Instant
  endDate?: Instant
  registrationOpensAt?: Instant
  registrationClosesAt?: Instant
}

export interface ScheduleProblem {
  path: 'endDate' | 'registrationOpensAt' | 'registrationClosesAt'
  message: string
}

/** Milliseconds since the epoch; NaN for a missing or unreadable instant. */
const at = (instant: Instant): number =>
  instant === null || instant === undefined ? Number.NaN : new Date(instant).getTime()

/**
 * All contradictions between the dates, each with the field that has to be corrected. A missing or
 * unreadable date is no problem here: the field's own validation reports it.
 */
export function scheduleProblems(schedule: Schedule): ScheduleProblem[] {
  const problems: ScheduleProblem[] = []
  if (at(schedule.endDate) <= at(schedule.startDate)) {
    problems.push({ path: 'endDate', message: 'End date must be after start date' })
  }
  if (at(schedule.registrationOpensAt) >= at(schedule.endDate)) {
    problems.push({
      path: 'registrationOpensAt',
      message: 'Registration must open before the event ends',
    })
  }
  if (at(schedule.registrationClosesAt) <= at(schedule.registrationOpensAt)) {
    problems.push({
      path: 'registrationClosesAt',
      message: 'Registration must close after it opens',
    })
  }
  return problems
}

/** The caller who reads. Only the owner and staff see a draft. */
export interface Viewer {
  id?: number
  isStaff: boolean
}

/** Whether the viewer may see an event. The condition `visibleTo` in queries/filter.ts is the same in SQL. */
export const maySee = (
  { id, isStaff }: Viewer,
  { createdBy, status }: { status: EventStatus; createdBy: number | null },
): boolean => isStaff || status !== 'draft' || (id !== undefined && id === createdBy)

/** Whether the event has not begun. */
export const isUpcoming = (startDate: Instant, now: Date): boolean => at(startDate) > now.getTime()
