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

/**
 * Counts an email with a link to a recipient, so that nobody can flood another person's mailbox.
 *
 * @param recipient the address or username that was sent, whether or not an account has it
 * @throws {Refusal} 429, which does not reveal whether the account exists
 */
export const checkMail = (payload: Payload, recipient: string): Promise<void> =>
  consumeExactly(payload, 'mail', recipient.trim().toLowerCase().slice(0, 200))

/**
 * Counts an email with a link that the current client requests, for any recipient.
 *
 * @throws {Refusal} 429
 */
export async function checkSender(payload: Payload): Promise<void> {
  const context = getRequestContext()
  if (context) await consumeExactly(payload, 'mail-address', networkOf(context.address))
}
