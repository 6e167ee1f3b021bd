import { type PayloadRequest, ValidationError } from 'payload'
import type { z } from 'zod'

import { partySize } from '../src/features/registrations/rules.ts'
import { PartySchema, PartySizeSchema } from '../src/features/registrations/schemas.ts'
import { invalidJson } from '../src/http/body/bodyErrors.ts'

const seatsMessage = `A whole number from ${partySize.min} to ${partySize.max} is required.`

/** This endpoint has its own text for `seats`. v1 has the texts that its apps show to people. */
const messageOf = (issue: z.core.$ZodRawIssue) =>
  issue.path?.[0] === 'seats' ? seatsMessage : undefined

/** @throws {Refusal} 400 when the body is not JSON, {ValidationError} when it does not fit the schema */
function parseBody<Schema extends z.ZodType>(
  req: PayloadRequest,
  text: string,
  schema: Schema,
): z.output<Schema> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalidJson('register-endpoint')
  }
  const result = schema.safeParse(body, { error: messageOf })
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({
    path: issue.path.join('.') || 'non_field_errors',
    message: issue.message,
  }))
  throw new ValidationError({ errors, req }, req.t)
}

/**
 * The party in the body of a registration: 1 seat without a body, and the id of a hold if there is one.
 *
 * @throws {Refusal} 400 when the body is not JSON, {ValidationError} when it is not a party
 */
export async function readParty(req: PayloadRequest): Promise<z.output<typeof PartySchema>> {
  const text = (await req.text?.()) ?? ''
  return text.trim() === '' ? { seats: 1 } : parseBody(req, text, PartySchema)
}

/** The new size of a party, which the body has to name. @throws as `readParty` */
export const readPartySize = async (req: PayloadRequest) =>
  parseBody(req, (await req.text?.()) || '{}', PartySizeSchema)
