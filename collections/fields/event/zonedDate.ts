import type { DateField, DateFieldValidation } from 'payload'

import { scheduleProblems } from '../../../src/features/events/rules.ts'
import { validateInstant } from '../instant.ts'
import { dateFormatProblem } from '../../../src/shared/isoDate.ts'

/** A date that is entered and shown in the time zone of the venue. */
export const zonedDate = {
  date: {
    pickerAppearance: 'dayAndTime',
    displayFormat: 'd MMM yyyy, HH:mm',
    timeFormat: 'HH:mm',
    timeIntervals: 15,
  },
  components: {
    Field: '/src/features/events/admin/ZonedDateField.tsx#ZonedDateField',
    Diff: '/src/features/events/admin/versions/ZonedDateDiff.tsx#ZonedDateDiff',
  },
} as const satisfies DateField['admin']

/**
 * Judges a date of an event, also against the event's other dates. A field's validation reports next to
 * those of all other fields; an error of a hook would hide them.
 */
export const validateSchedule: DateFieldValidation = (value, options) => {
  const problem = dateFormatProblem(value)
  if (problem) return problem
  const valid = validateInstant(value, options)
  if (valid !== true) return valid
  const problems = scheduleProblems(options.data)
  return problems.find(({ path }) => path === options.name)?.message ?? true
}
