import { maxInteger } from '../../../src/shared/documentId.ts'

interface Range {
  min: number
  max: number
}

/** Why a value is no whole number of the range; undefined when it is one. */
export const wholeNumberProblem = (value: unknown, { min, max }: Range, required?: boolean) => {
  if (value === null || value === undefined) return required ? 'This field is required' : undefined
  if (!Number.isInteger(value)) return 'This must be a whole number'
  if ((value as number) >= min && (value as number) <= max) return undefined
  return max === maxInteger
    ? `Enter a whole number, ${min} or more`
    : `This must be from ${min} to ${max}`
}

/** Replaces Payload's own validation of a number, which also accepts fractions. */
export const wholeNumber = (range: Range) => ({
  ...range,
  validate: (value: unknown, { required }: { required?: boolean }) =>
    wholeNumberProblem(value, range, required) ?? true,
})
