import type { Payload } from 'payload'

import { networkOf } from '../../http/rateLimit/clientNetwork.ts'
import { getRequestContext } from '../../shared/requestContext.ts'
import { consumeExactly, consume, limitOf } from '../../http/rateLimit/limits.ts'

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

/** All names of an account share one count of its emails with a link. */
const mailKey = (userId: number) => `account:${userId}`

/**
 * Counts an email with a link to the caller's own account.
 *
 * @throws {Refusal} 429
 */
export const checkOwnMail = (payload: Payload, userId: number): Promise<void> =>
  consumeExactly(payload, 'mail', mailKey(userId))

/** Counts an email with a link to an account that somebody names. @returns whether it may be sent */
export async function mayMail(payload: Payload, userId: number): Promise<boolean> {
  const limit = limitOf(payload, 'mail')
  if (!limit) return true
  const { count } = await limit.counts.add(mailKey(userId))
  return count <= limit.quota
}

/**
 * Counts a request for a link by the name that was sent, whether or not an account has it. So the answer
 * does not reveal whether one has.
 *
 * @throws {Refusal} 429
 */
export const checkMail = (payload: Payload, name: string): Promise<void> =>
  consumeExactly(payload, 'mail', `name:${name.trim().toLowerCase().slice(0, 200)}`)

/**
 * Counts an email with a link that the current client requests, for any recipient.
 *
 * @throws {Refusal} 429
 */
export async function checkSender(payload: Payload): Promise<void> {
  const context = getRequestContext()
  if (context) await consumeExactly(payload, 'mail-address', networkOf(context.address))
}
