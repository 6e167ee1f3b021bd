import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { currentVisit } from '../../shared/requestContext.ts'
import { useOnce, useQuickly } from '../../http/rateLimit/limits.ts'

/**
 * Lets the client whose request is served make an account, unless it has made too many.
 *
 * @throws {Refusal} 429
 */
export async function checkSignUp(payload: Payload): Promise<void> {
  const visit = currentVisit()
  if (visit) await useOnce(payload, 'sign-up', networkOf(visit.address))
}

/**
 * Lets that client have new tokens, unless it has had too many. Counted in process: what arrives
 * together has to go on together (docs/decisions/0006-tokens.md).
 *
 * @throws {Refusal} 429
 */
export function checkRefresh(payload: Payload): void {
  const visit = currentVisit()
  if (visit) useQuickly(payload, 'refresh', networkOf(visit.address))
}

/**
 * Lets a user ask for a place, or for seats to be held, unless they have asked too often.
 *
 * @throws {Refusal} 429
 */
export const checkClaim = (payload: Payload, userId: number): void =>
  useQuickly(payload, 'register', String(userId))
