import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { getRequestContext } from '../../shared/requestContext.ts'
import { consumeExactly } from '../../http/rateLimit/limits.ts'

/**
 * Lets a link be mailed unless too many were asked for: nobody's mailbox is flooded by strangers.
 *
 * @param recipient the address or username that was given, whether anybody has it or not
 * @throws {Refusal} 429, which tells nothing about whether there is such an account
 */
export const checkMail = (payload: Payload, recipient: string): Promise<void> =>
  consumeExactly(payload, 'mail', recipient.trim().toLowerCase().slice(0, 200))

/**
 * Lets the client whose request is served have a link mailed, unless it has had too many mailed, to
 * whomever.
 *
 * @throws {Refusal} 429
 */
export async function checkSender(payload: Payload): Promise<void> {
  const context = getRequestContext()
  if (context) await consumeExactly(payload, 'mail-address', networkOf(context.address))
}
