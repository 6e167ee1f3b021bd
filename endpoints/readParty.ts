import { type PayloadRequest, ValidationError } from 'payload'
import type { z } from 'zod'

import { partySize } from '../src/features/registrations/rules.ts'
import { PartySchema } from '../src/features/registrations/schemas.ts'
import { invalidJson } from '../src/http/body/bodyErrors.ts'

const seatsMessage = `A whole number from ${partySize.min} to ${partySize.max} is required.`

/** This endpoint has its own text for `seats`. v1 has the texts that its apps show to people. */
const messageOf = (issue: z.core.$ZodRawIssue) =>
  issue.path?.[0] === 'seats' ? seatsMessage : undefined

/**
 * The party in the body of a registration: 1 seat without a body, and the id of a hold if there is one.
 *
 * @throws {Refusal} 400 when the body is not JSON, {ValidationError} when it is not a party
 */
export async function readParty(req: PayloadRequest): Promise<z.output<typeof PartySchema>> {
  const text = (await req.text?.()) ?? ''
  if (text.trim() === '') return { seats: 1 }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalidJson('register-endpoint')
  }
  const result = PartySchema.safeParse(body, { error: messageOf })
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({
    path: issue.path.join('.') || 'non_field_errors',
    message: issue.message,
  }))
  throw new ValidationError({ errors, req }, req.t)
}
