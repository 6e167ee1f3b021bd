import type { Refusal } from '../../shared/errors/Refusal.ts'
import { refusalIn } from '../errors/toApiError.ts'

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

/** The refusal in an error; undefined for other errors, and when a retry may succeed. */
export function refusalDataOf(error: unknown): RefusalData | undefined {
  const refusal = refusalIn(error)
  return refusal && !isTransient(refusal.status) ? dataOf(refusal) : undefined
}
