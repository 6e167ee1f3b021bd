import { ValidationError } from 'payload'
import type { z } from 'zod'

import type { PageRequest } from '../../../../http/pages/page.ts'
import { refusalIn } from '../../../../http/errors/toApiError.ts'
import { validate } from '../../../../http/validate.ts'
import { toRefusal } from '../../../../shared/errors/toRefusal.ts'
import { Refusal } from '../../../../shared/errors/Refusal.ts'
import type { Translate } from '../messages/translate.ts'
import { type Problems, problemsOf } from '../problems.ts'
import { refusalText } from '../refusals.ts'
import type { FormState } from './Field.tsx'

/** Why a form was not accepted. */
export interface Rejected {
  status: number
  form: FormState
  /** The sentence above the form, if no single field is wrong. */
  alert?: string
  refusal?: Refusal
}

/** The fields of a form, as they were sent. */
export const valuesOf = (
  { field }: PageRequest,
  names: readonly string[],
): Record<string, string> => Object.fromEntries(names.map((name) => [name, field(name)]))

/** Fields without a text are missing, as v1 has it: an empty field of a form is sent as ''. */
const withoutEmpty = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))

/** The values of a form by a schema of v1. @throws {ValidationError} */
export const parseForm = <Schema extends z.ZodType>(
  schema: Schema,
  values: Record<string, unknown>,
): z.output<Schema> => validate(schema, withoutEmpty(values))

/** 400: the form was not made by the page. */
export const unreadableForm = (): Refusal =>
  new Refusal(400, 'bad_request', 'This form cannot be read.')

interface Rejection {
  values?: Record<string, string>
  text: Translate
  /** The name of the form's field for a path of the error, when it is another. */
  fields?: Record<string, string>
}

/** What a form shows after an error of its use case. @throws the error, if no person can mend it */
export function rejected(error: unknown, { values = {}, text, fields }: Rejection): Rejected {
  const shown = Object.fromEntries(
    Object.entries(values).filter(([name]) => !name.includes('password')),
  )
  if (error instanceof ValidationError) {
    const problems: Problems = problemsOf(error, text, fields)
    return { status: 400, form: { values: shown, problems } }
  }
  const refusal = refusalIn(toRefusal(error) ?? error)
  if (!refusal || refusal.status === 404 || refusal.code === 'bad_request') throw error
  // A challenge for a token means nothing to a browser.
  const status = refusal.status === 401 ? 400 : refusal.status
  return {
    status,
    form: { values: shown, problems: {} },
    alert: refusalText(refusal, text),
    refusal,
  }
}
