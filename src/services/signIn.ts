import type { PayloadRequest } from 'payload'

import { connectionOf } from '../db/connection.ts'
import { findCredentials } from '../db/principals.ts'
import { unauthenticated } from '../errors/Refusal.ts'
import { passwordMatches } from '../lib/password.ts'
import { startSession, type TokenPair } from './sessions.ts'
import { type Attempt, checkAttempt, countFailure, forgetFailures } from './signInGuard.ts'

/** The one answer to all that can be wrong: which of them it is, is nobody's business. */
const wrong = () => unauthenticated('No active account found with the given credentials')

/**
 * Signs a user in by username or email. Takes equally long whether or not there is such a user.
 *
 * @throws {Refusal} 401 when the credentials are wrong or the user is suspended, 429 after too many
 *   failures
 */
export async function signIn(
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<TokenPair> {
  const { payload } = req
  await checkAttempt(payload, attempt)
  const user = await findCredentials(await connectionOf(req), attempt.identifier)
  const matches = await passwordMatches(password, user)
  if (!user || !matches || user.suspended) {
    await countFailure(payload, attempt)
    throw wrong()
  }
  await forgetFailures(payload, attempt)
  return startSession(req, user)
}
