import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { getRequestContext } from '../../shared/requestContext.ts'
import { consumeExactly, consume } from '../../http/rateLimit/limits.ts'

/**
 * Lets the client whose request is served make an account, unless it has made too many.
 *
 * @throws {Refusal} 429
 */
export async function checkSignUp(payload: Payload): Promise<void> {
  const context = getRequestContext()
  if (context) await consumeExactly(payload, 'sign-up', networkOf(context.address))
}

/**
 * Lets that client have new tokens, unless it has had too many. Counted in process: what arrives
 * together has to go on together (docs/decisions/0006-tokens.md).
 *
 * @throws {Refusal} 429
 */
export function checkRefresh(payload: Payload): void {
  const context = getRequestContext()
  if (context) consume(payload, 'refresh', networkOf(context.address))
}
