import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { appendToOutbox } from '../../queue/queries/outbox.ts'
import { markEmailConfirmed } from './queries/principals.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { tokensOf } from './tokens.ts'

/** The token of an emailed link is not valid, or no longer. */
export const invalidLink = (): Refusal =>
  new Refusal(409, 'invalid_token', 'This link is not valid any more. Ask for a new one.')

/** Queues an email with a link that confirms the user's address. */
export async function sendConfirmation(req: PayloadRequest, userId: number): Promise<void> {
  await appendToOutbox(await connectionOf(req), 'user.confirmation_requested', { userId })
}

/**
 * Marks a user's address as confirmed.
 *
 * @throws {Refusal} 409 when the token is forged, expired, or for an address that was changed since
 */
export async function confirmEmail(req: PayloadRequest, token: string): Promise<void> {
  const claims = tokensOf(req.payload).verify('confirm-email', token)
  if (!claims?.email) throw invalidLink()
  const connection = await connectionOf(req)
  const user = { id: claims.userId, email: claims.email }
  if (!(await markEmailConfirmed(connection, user, new Date()))) throw invalidLink()
}
