import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { findCredentials } from './queries/principals.ts'
import type { Principal } from '../../shared/principal.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { keyedMutex } from '../../shared/keyedMutex.ts'
import { passwordMatches } from './passwordHash.ts'
import { startSession, type TokenPair } from './sessions.ts'
import { type Attempt, checkAttempt, countFailure, clearFailures, pairOf } from './signInLimits.ts'

const runOneAtATime = keyedMutex()

async function check(
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<Principal | undefined> {
  const { payload } = req
  await checkAttempt(payload, attempt)
  const user = await findCredentials(await connectionOf(req), attempt.identifier)
  const matches = await passwordMatches(password, user)
  // Checked again: guesses at a thousand accounts at once all pass the first check before one has failed.
  await checkAttempt(payload, attempt)
  if (user && matches && !user.suspended) {
    await clearFailures(payload, attempt)
    return user
  }
  await countFailure(payload, attempt)
  return undefined
}

/**
 * The active user with that username or email and that password; undefined for wrong credentials and
 * for a suspended user. It takes the same time whether or not the user exists. Attempts of one client on
 * one account run one after another: a thousand guesses at once would all be checked before the first
 * failure is counted.
 *
 * @throws {Refusal} 429 after too many failures
 */
export const checkCredentials = (
  req: PayloadRequest,
  attempt: Attempt,
  password: string,
): Promise<Principal | undefined> =>
  runOneAtATime(pairOf(attempt), () => check(req, attempt, password))

/**
 * Signs a user in by username or email.
 *
 * @throws {Refusal} 401 when the credentials are wrong, and the same 401 when the user is suspended,
 *   because the state of an account is private; 429 after too many failures
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
