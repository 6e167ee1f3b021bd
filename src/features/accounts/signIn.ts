import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { findCredentials } from './queries/principals.ts'
import type { Principal } from '../../shared/principal.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { keyedMutex } from '../../shared/keyedMutex.ts'
import { passwordMatches } from './passwordHash.ts'
import { startSession, type TokenPair } from './sessions.ts'
import { type Attempt, checkAttempt, countFailure, clearFailures, pairOf } from './signInLimits.ts'

const exclusively = keyedMutex()

async function check(
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<Principal | undefined> {
  const { payload } = req
  await checkAttempt(payload, attempt)
  const user = await findCredentials(await connectionOf(req), attempt.identifier)
  const matches = await passwordMatches(password, user)
  // Asked once more: of guesses at a thousand accounts all pass the first question before any failed.
  await checkAttempt(payload, attempt)
  if (user && matches && !user.suspended) {
    await clearFailures(payload, attempt)
    return user
  }
  await countFailure(payload, attempt)
  return undefined
}

/**
 * The active user whose username or email and password those are; undefined for all that can be
 * wrong, after equally long whether or not there is such a user. Attempts of one client on one
 * account take their turns: of a thousand guesses at once all would be heard before any has failed.
 *
 * @throws {Refusal} 429 after too many failures
 */
export const checkCredentials = (
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<Principal | undefined> =>
  exclusively(pairOf(attempt), () => check(req, attempt, password))

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
