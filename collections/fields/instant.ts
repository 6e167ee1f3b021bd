import type { Validate } from 'payload'

import { isStorable } from '../../src/shared/instants.ts'

interface Options {
  required?: boolean
}

/** `Date.parse` reads a year of two digits as one of the last century. */
const hasWholeYear = (value: Date | string) => typeof value !== 'string' || /\d{4}/.test(value)

/** Replaces Payload's validation of a date, which takes years that come back as other years. */
export const validateInstant: Validate<Date | string, unknown, unknown, Options> = (
  value,
  { req: { t }, required },
) => {
  if (value === undefined || value === null || value === '') {
    return !required || t('validation:required')
  }
  const isDate = typeof value === 'string' || value instanceof Date
  return (
    (isDate && hasWholeYear(value) && isStorable(new Date(value))) ||
    t('validation:notValidDate', { value: String(value).slice(0, 100) })
  )
}
