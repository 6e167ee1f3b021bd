/** Rules about when an event is. Pure: the caller passes `now`. */

export const eventStatuses = ['draft', 'published', 'cancelled'] as const
export type EventStatus = (typeof eventStatuses)[number]

type Instant = Date | string | null | undefined

export interface Schedule {
  startDate?: Instant
  endDate?: Instant
  registrationOpensAt?: Instant
  registrationClosesAt?: Instant
}

export interface ScheduleProblem {
  path: 'endDate' | 'registrationClosesAt'
  message: string
}

/** Milliseconds since the epoch, or NaN for what is missing or cannot be read. */
const at = (instant: Instant): number =>
  instant === null || instant === undefined ? Number.NaN : new Date(instant).getTime()

/**
 * Every way in which the dates contradict each other, each under the field that is to be mended.
 * A missing or unreadable date is no problem here: the field's own validation reports it.
 */
export function scheduleProblems(schedule: Schedule): ScheduleProblem[] {
  const problems: ScheduleProblem[] = []
  if (at(schedule.endDate) <= at(schedule.startDate)) {
    problems.push({ path: 'endDate', message: 'End date must be after start date' })
  }
  if (at(schedule.registrationClosesAt) <= at(schedule.registrationOpensAt)) {
    problems.push({
      path: 'registrationClosesAt',
      message: 'Registration must close after it opens',
    })
  }
  return problems
}

/** True while the event has not begun. */
export const isUpcoming = (startDate: Instant, now: Date): boolean => at(startDate) > now.getTime()
