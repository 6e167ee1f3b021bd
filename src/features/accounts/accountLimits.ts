import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { getRequestContext } from '../../shared/requestContext.ts'
import { consumeExactly, consume } from '../../http/rateLimit/limits.ts'

/**
 * Counts an account that the current client creates.
 *
 * @throws {Refusal} 429
 */
export async function checkSignUp(payload: Payload): Promise<void> {
  const context = getRequestContext()
  if (context) await consumeExactly(payload, 'sign-up', networkOf(context.address))
}

/**
 * Counts a token refresh of the current client. It is counted in this process, without waiting, because
 * refreshes that arrive together have to run together (docs/decisions/0006-tokens.md).
 *
 * @throws {Refusal} 429
 */
export function checkRefresh(payload: Payload): void {
  const context = getRequestContext()
  if (context) consume(payload, 'refresh', networkOf(context.address))
}
