import type { PayloadRequest } from 'payload'

import { connectionOf } from '../db/connection.ts'
import { findCredentials, type Principal } from '../db/principals.ts'
import { unauthenticated } from '../errors/Refusal.ts'
import { passwordMatches } from '../lib/password.ts'
import { startSession, type TokenPair } from './sessions.ts'
import { type Attempt, checkAttempt, countFailure, forgetFailures } from './signInGuard.ts'

/**
 * The active user whose username or email and password those are; undefined for all that can be
 * wrong, after equally long whether or not there is such a user.
 *
 * @throws {Refusal} 429 after too many failures
 */
export async function checkCredentials(
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<Principal | undefined> {
  const { payload } = req
  await checkAttempt(payload, attempt)
  const user = await findCredentials(await connectionOf(req), attempt.identifier)
  const matches = await passwordMatches(password, user)
  // Asked once more: of a thousand guesses at once all pass the first question, before any has failed.
  await checkAttempt(payload, attempt)
  if (user && matches && !user.suspended) {
    await forgetFailures(payload, attempt)
    return user
  }
  await countFailure(payload, attempt)
  return undefined
}

/**
 * Signs a user in by username or email.
 *
 * @throws {Refusal} 401 when the credentials are wrong or the user is suspended: which of them it
 *   is, is nobody's business; 429 after too many failures
 */
export async function signIn(
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<TokenPair> {
  const user = await checkCredentials(req, attempt, password)
  if (!user) throw unauthenticated('No active account found with the given credentials')
  return startSession(req, user)
}
