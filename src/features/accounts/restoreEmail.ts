import { randomBytes } from 'node:crypto'
import type { PayloadRequest } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { invalidLink } from './confirmEmail.ts'
import { restoreOldEmail } from './queries/emailChanges.ts'
import { restorationLifetimeSeconds, tokensOf } from './tokens.ts'

/**
 * Gives an account back to the address that it had before somebody changed it. Every session ends, the
 * password too, and the address gets a link for a new one.
 *
 * @throws {Refusal} 409 when the token is forged, expired or used, or another account has the address now
 */
export async function restoreEmail(req: PayloadRequest, token: string): Promise<void> {
  const claims = tokensOf(req.payload).verify('restore-email', token)
  if (!claims?.email) throw invalidLink()
  const since = new Date(Date.now() - restorationLifetimeSeconds * 1000)
  const owner = { userId: claims.userId, email: claims.email }
  const resetToken = randomBytes(20).toString('hex')
  // One statement outside of a transaction: the setting that a trigger reads lasts until its end.
  const restored = await restoreOldEmail(poolOf(req.payload), owner, { since, resetToken })
  if (!restored) throw invalidLink()
}
