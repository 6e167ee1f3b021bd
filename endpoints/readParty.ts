import { APIError, type PayloadRequest, ValidationError } from 'payload'
import { z } from 'zod'

const message = 'A whole number from 1 to 1000 is required.'
const party = z.looseObject({
  seats: z.int({ error: message }).min(1, message).max(1000, message).default(1),
  hold: z.uuid().optional(),
})

export interface Party {
  seats: number
  /** The id of a hold. */
  hold?: string
}

/**
 * The size of the party in the body of a registration, 1 without a body, and the hold it names.
 *
 * @throws {APIError} 400 when the body is not a JSON object, {ValidationError} when `seats` is wrong
 */
export async function readParty(req: PayloadRequest): Promise<Party> {
  const text = (await req.text?.()) ?? ''
  if (text.trim() === '') return { seats: 1 }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new APIError('The body is not valid JSON.', 400, undefined, true)
  }
  const result = party.safeParse(body)
  if (result.success) return { seats: result.data.seats, hold: result.data.hold }
  const errors = result.error.issues.map((issue) => ({
    path: issue.path.join('.') || 'non_field_errors',
    message: issue.message,
  }))
  throw new ValidationError({ errors, req }, req.t)
}
