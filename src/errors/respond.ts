import { APIError, type PayloadHandler, ValidationError } from 'payload'
import { randomUUID } from 'node:crypto'

import { Refusal } from './Refusal.ts'

const unauthenticated = 'Authentication credentials were not provided.'

/** A caller who has to sign in first (RFC 9110, 15.5.2). */
export class Unauthenticated extends APIError {
  constructor() {
    super(unauthenticated, 401, undefined, true)
  }
}

const detail = (status: number, body: object, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers })

function validationResponse(error: ValidationError): Response {
  const details: Record<string, string[]> = {}
  for (const { path, message } of error.data.errors) (details[path] ??= []).push(message)
  return detail(400, { error: 'Validation Error', details })
}

/** The contract's answer to an error: never a stack, never SQL. */
export function errorResponse(error: unknown, log: (error: unknown, requestId: string) => void) {
  if (error instanceof Unauthenticated) {
    return detail(401, { detail: error.message }, { 'WWW-Authenticate': 'Bearer' })
  }
  if (error instanceof ValidationError) return validationResponse(error)
  if (error instanceof Refusal) {
    const { status, message, code } = error
    return detail(status, status === 409 ? { detail: message, code } : { detail: message })
  }
  if (error instanceof APIError && error.status < 500) {
    return detail(error.status, { detail: error.message })
  }
  const requestId = randomUUID()
  log(error, requestId)
  return detail(500, { detail: 'Internal server error.', request_id: requestId })
}

/** A handler whose errors are answered in the contract's shape instead of Payload's. */
export const contractual =
  (handler: PayloadHandler): PayloadHandler =>
  async (req) => {
    try {
      return await handler(req)
    } catch (error) {
      return errorResponse(error, (err, requestId) =>
        req.payload.logger.error({ err, requestId, msg: 'A request failed' }),
      )
    }
  }
