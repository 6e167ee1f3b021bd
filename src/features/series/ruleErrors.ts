import { ValidationError } from 'payload'

import { RuleError } from './recurrenceRule.ts'

export const invalid = (path: string, message: string) =>
  new ValidationError({ errors: [{ path, message }] })

/** Runs what may find a rule wrong. @throws {ValidationError} under `path` instead */
export function withRuleErrors<Result>(work: () => Result, path = 'rrule'): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof RuleError) throw invalid(path, error.message)
    throw error
  }
}
