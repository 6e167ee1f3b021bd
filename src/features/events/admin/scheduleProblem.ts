import type { FormState } from 'payload'

import { type Schedule, scheduleProblems } from '../rules.ts'

const valueOf = (fields: FormState, path: keyof Schedule) =>
  fields[path]?.value as string | null | undefined

/** The problem with the date at `path`, given all dates in the form; undefined when there is none. */
export function scheduleProblem(fields: FormState, path: string): string | undefined {
  const problems = scheduleProblems({
    startDate: valueOf(fields, 'startDate'),
    endDate: valueOf(fields, 'endDate'),
    registrationOpensAt: valueOf(fields, 'registrationOpensAt'),
    registrationClosesAt: valueOf(fields, 'registrationClosesAt'),
  })
  return problems.find((problem) => problem.path === path)?.message
}
