import { isLongerThan } from '../shared/characters.ts'
import { isStorable } from '../shared/instants.ts'
import { dayMs, isDay, isOnCalendar } from '../shared/isoDate.ts'
import { z } from './zod.ts'

const shown = (input: unknown) => (typeof input === 'string' ? input : JSON.stringify(input))

/** The sentences that the apps of the predecessor show to people, a kind of mistake each. */
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue
  if (input === undefined) return 'This field is required.'
  if (input === null) return 'This field may not be null.'
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'string') return 'Not a valid string.'
      if (issue.expected === 'int' || issue.expected === 'number')
        return 'A valid integer is required.'
      return `Not a valid ${issue.expected}.`
    case 'too_small':
      if (issue.origin !== 'string')
        return `Ensure this value is greater than or equal to ${issue.minimum}.`
      if (input === '' || (typeof input === 'string' && input.trim() === ''))
        return 'This field may not be blank.'
      return `Ensure this field has at least ${issue.minimum} characters.`
    case 'too_big':
      if (issue.origin !== 'string')
        return `Ensure this value is less than or equal to ${issue.maximum}.`
      return `Ensure this field has no more than ${issue.maximum} characters.`
    case 'invalid_value':
      return `"${shown(input).slice(0, 100)}" is not a valid choice.`
    case 'unrecognized_keys':
      return undefined
    default:
      return undefined
  }
}

/** What zod found wrong, as the contract shows it: a list of sentences a field. */
export function detailsOf(error: z.ZodError): Record<string, string[]> {
  const details: Record<string, string[]> = {}
  for (const issue of error.issues) {
    const field = issue.path.length > 0 ? issue.path.join('.') : 'non_field_errors'
    ;(details[field] ??= []).push(issue.message)
  }
  return details
}

/** Parses with the contract's sentences. */
export const parse = <Schema extends z.ZodType>(schema: Schema, input: unknown) =>
  schema.safeParse(input, { error: sentence })

/** PostgreSQL's text cannot hold a null character; without this it would be an error of the server. */
const withoutNull = (value: string) => !value.includes('\0')
const noNull = { error: 'Null characters are not allowed.' }

/** Bounds a text in characters. zod's own `max` counts UTF-16 code units. */
export const bounded = <Text extends z.ZodString>(schema: Text, maximum: number) =>
  schema
    .check(({ issues, value }) => {
      if (!isLongerThan(value, maximum)) return
      issues.push({ code: 'too_big', origin: 'string', maximum, inclusive: true, input: value })
    })
    .openapi({ maxLength: maximum })

/** A text that is trimmed, not blank, and has at most so many characters. */
export const text = (maximum: number) =>
  bounded(z.string().trim().min(1), maximum).refine(withoutNull, noNull)

const isoDateTime =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i
const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i

/** Reads ISO 8601; what names no zone is UTC. */
function readInstant(value: string): Date | undefined {
  const given = value.trim()
  const day = given.slice(0, 10)
  if (!isoDateTime.test(given) || !isOnCalendar(day)) return undefined
  const zoned = given.length === 10 || hasZone.test(given.slice(10)) ? given : `${given}Z`
  const date = new Date(zoned.replace(' ', 'T'))
  return !Number.isNaN(date.getTime()) && isStorable(date) ? date : undefined
}

/** A date and time of ISO 8601 in a response. */
export const instant = () => z.iso.datetime()

/** A date and time of ISO 8601, read into a `Date`. */
export const dateTime = () =>
  z
    .string()
    .transform((value, context) => {
      const date = readInstant(value)
      if (date) return date
      const message =
        'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .openapi({ type: 'string', format: 'date-time' })

/** A date and time until which something lasts. A day alone includes the whole day in UTC. */
export const dateTimeUntil = () =>
  z
    .string()
    .transform((value) => (isDay(value) ? { value, added: dayMs - 1 } : { value, added: 0 }))
    .transform(({ value, added }, context) => {
      const { data, error } = parse(dateTime(), value)
      if (data) return new Date(data.getTime() + added)
      context.addIssue({ code: 'custom', message: error.issues[0]!.message })
      return z.NEVER
    })
    .openapi({ type: 'string', format: 'date-time' })

/** A whole number in a query, where everything is text. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, { error: 'A valid integer is required.' })
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .openapi({ type: 'integer', minimum, maximum })

/** A number of a query, with a point or without. */
export const decimal = (minimum: number, maximum: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d{1,15}(\.\d{1,15})?$/, { error: 'A valid number is required.' })
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .openapi({ type: 'number', minimum, maximum })

/** Yes or no in a query. */
export const yesOrNo = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((value) => ['true', 'false', '1', '0'].includes(value), {
      error: 'Must be true or false.',
    })
    .transform((value) => value === 'true' || value === '1')
    .openapi({ type: 'boolean' })

const degrees = /^(-?\d{1,3}(?:\.\d{1,15})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,15})?)$/

/** A place: latitude and longitude in degrees, with a comma between them. */
export const place = () =>
  z
    .string()
    .trim()
    .transform((value, context) => {
      const [, north, east] = degrees.exec(value) ?? []
      const [latitude, longitude] = [Number(north), Number(east)]
      if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude }
      const message = 'Must be a latitude and a longitude in degrees, such as 48.4,10.0.'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .openapi({ type: 'string' })

/** An empty filter is no filter. */
export const filter = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  )

/** A text to look for or to name somebody by. */
export const term = (maximum: number) => bounded(z.string(), maximum).refine(withoutNull, noNull)
