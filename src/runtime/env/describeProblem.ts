import type { z } from 'zod'

/** The fault of a variable, to be printed after its name. It never contains the value. */
export function describeProblem(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return issue.expected === 'int' ? 'must be a whole number' : `must be a ${issue.expected}`
  }
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? `must have at least ${issue.minimum} characters`
      : `must be at least ${issue.minimum}`
  }
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`
  if (issue.code === 'invalid_format') {
    return issue.format === 'email' ? 'must be an email address' : 'must be a whole URL'
  }
  return undefined
}
