import type { Payload, PayloadRequest } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { type Credentials, findCredentials } from './queries/principals.ts'
import { replacePasswordForm } from './queries/passwords.ts'
import type { Principal } from '../../shared/principal.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { servicesOf } from '../../shared/services.ts'
import { startSession, type TokenPair } from './sessions.ts'
import { checkAttempt, countFailure, clearFailures } from './signInLimits.ts'

export interface Attempt {
  /** The username or email that was sent, whether or not an account has it. */
  identifier: string
  password: string
  /** The client's network address. */
  address: string
}

/** Whether the password is the user's. Stores it in today's form if it is stored in an older one. */
async function matches(payload: Payload, password: string, user: Credentials | undefined) {
  const found = await servicesOf(payload).hashingPool.compare(password, user)
  if (found.rehashed && user) {
    await replacePasswordForm(poolOf(payload), user.id, { from: user.hash!, to: found.rehashed })
  }
  return found.matches
}

/**
 * The active user with that username or email and that password; undefined for wrong credentials and
 * for a suspended user. It takes the same time whether or not the user exists. The account is looked up
 * once, and limits and check use what was found, so all names of an account share one count of failures.
 *
 * @throws {Refusal} 429 after too many failures; 503 when too many sign-ins wait
 */
export async function checkCredentials(
  { payload }: PayloadRequest,
  { identifier, password, address }: Attempt,
): Promise<Principal | undefined> {
  const user = await findCredentials(poolOf(payload), identifier)
  const counted = { account: user?.username ?? identifier, address }
  await checkAttempt(payload, counted)
  if ((await matches(payload, password, user)) && user && !user.suspended) {
    // Checked again: of a thousand guesses at once all pass the first check before one has failed.
    await checkAttempt(payload, counted)
    await clearFailures(payload, counted)
    return user
  }
  await countFailure(payload, counted)
  return undefined
}

/**
 * Signs a user in by username or email.
 *
 * @throws {Refusal} 401 when the credentials are wrong, and the same 401 when the user is suspended,
 *   because the state of an account is private; 429 after too many failures; 503 when too many sign-ins
 *   wait
 */
export async function signIn(req: PayloadRequest, attempt: Attempt): Promise<TokenPair> {
  const user = await checkCredentials(req, attempt)
  if (!user) throw unauthenticated('No active account found with the given credentials')
  return startSession(req, user)
}
