import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { appendToOutbox } from '../../queue/queries/outbox.ts'
import { confirmEmail as noteConfirmed } from './queries/principals.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { tokensOf } from './tokensOf.ts'

const invalid = () =>
  new Refusal(409, 'invalid_token', 'This link is not valid any more. Ask for a new one.')

/** Has the user sent a link that proves, when it is followed, that they read mail at their address. */
export async function sendConfirmation(req: PayloadRequest, userId: number): Promise<void> {
  await appendToOutbox(await connectionOf(req), 'user.confirmation_requested', { userId })
}

/**
 * Notes that a user's address is theirs.
 *
 * @throws {Refusal} 409 when the token is forged, expired, or for an address that was changed since
 */
export async function confirmEmail(req: PayloadRequest, token: string): Promise<void> {
  const claims = tokensOf(req.payload).verify('confirm-email', token)
  if (!claims?.email) throw invalid()
  const connection = await connectionOf(req)
  if (!(await noteConfirmed(connection, claims.userId, claims.email, new Date()))) throw invalid()
}
