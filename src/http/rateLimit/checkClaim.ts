import type { Payload } from 'payload'

import { consume } from './limits.ts'

/**
 * Counts one request of a user for a place or for seats.
 *
 * @throws {Refusal} 429 when the user has made too many
 */
export const checkClaim = (payload: Payload, userId: number): void =>
  consume(payload, 'register', String(userId))
