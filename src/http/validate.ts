import { ValidationError } from 'payload'
import type { z } from 'zod'

import { detailsOf, parse } from './fields.ts'

/** The parsed input. @throws {ValidationError} with v1's messages: one or more for each field */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = parse(schema, input)
  if (result.success) return result.data
  const errors = Object.entries(detailsOf(result.error)).flatMap(([path, messages]) =>
    messages.map((message) => ({ path, message })),
  )
  throw new ValidationError({ errors })
}
