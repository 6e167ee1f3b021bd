import { APIError, Forbidden, NotFound, ValidationError } from 'payload'

import { forbidden, notFound, Refusal } from '../../shared/errors/Refusal.ts'

/** A refusal as it is stored for retries. */
export interface RefusalData {
  status: number
  code: string
  detail: string
  headers: Record<string, string>
}

const dataOf = ({ status, code, message, headers }: Refusal): RefusalData => ({
  status,
  code,
  detail: message,
  headers,
})

/**
 * Refusals that are not stored. The client may correct a bad request and send it with the same key, and
 * a retry may succeed after the other errors.
 */
const isTransient = (status: number) => [400, 401, 429].includes(status) || status >= 500

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof ValidationError) return undefined
  if (error instanceof NotFound) return notFound()
  if (error instanceof Forbidden) return forbidden()
  return error instanceof APIError ? new Refusal(error.status, '', error.message) : undefined
}

/** The refusal in an error; undefined for other errors, and when a retry may succeed. */
export function refusalDataOf(error: unknown): RefusalData | undefined {
  const refusal = refusalOf(error)
  return refusal && !isTransient(refusal.status) ? dataOf(refusal) : undefined
}
