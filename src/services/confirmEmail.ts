import type { PayloadRequest } from 'payload'

import { readEnv } from '../config/env.ts'
import { emailConfirmLink } from '../config/links.ts'
import { connectionOf } from '../db/connection.ts'
import { confirmEmail as noteConfirmed, findPrincipal, type Principal } from '../db/principals.ts'
import { Refusal } from '../errors/Refusal.ts'
import { confirmationLifetime } from '../lib/tokens.ts'
import { tokensOf } from './tokens.ts'

const invalid = () =>
  new Refusal(409, 'invalid_token', 'This link is not valid any more. Ask for a new one.')

/** Sends a link that proves, when it is followed, that the user reads mail at their address. */
export async function sendConfirmation(
  req: PayloadRequest,
  user: Pick<Principal, 'id' | 'email'>,
): Promise<void> {
  const { payload } = req
  const owner = await findPrincipal(await connectionOf(req), user.id)
  if (!owner) return
  const token = tokensOf(payload).sign('confirm-email', {
    userId: user.id,
    version: owner.tokenVersion,
    lifetime: confirmationLifetime,
    email: user.email,
  })
  const link = emailConfirmLink(readEnv(), token)
  await payload.sendEmail({
    to: user.email,
    subject: 'Confirm your email address',
    text: `Follow this link to confirm your email address:\n\n${link}\n\nIf you did not register, do nothing.`,
  })
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
