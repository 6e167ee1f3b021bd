import type { Payload } from 'payload'

import type { PendingResponse } from '../../shared/requestContext.ts'
import { consume } from './limits.ts'

/**
 * Counts one request of a user for a place or for seats.
 *
 * @param response gets the `RateLimit` fields; that of the current request without it
 * @throws {Refusal} 429 when the user has made too many
 */
export const checkClaim = (payload: Payload, userId: number, response?: PendingResponse): void =>
  consume(payload, 'register', String(userId), { response })
