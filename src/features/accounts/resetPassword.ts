import { randomBytes } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { poolOf } from '../../database/connection.ts'
import type { Principal } from '../../shared/principal.ts'
import { servicesOf } from '../../shared/services.ts'
import { mayMail } from './accountLimits.ts'
import { passwordProblems } from './passwordRules.ts'
import { findTokenOwner, resetPasswordHash, setResetToken } from './queries/passwords.ts'
import { findCredentials } from './queries/principals.ts'
import { fieldErrors } from '../../shared/errors/fieldErrors.ts'

/** No client waits for these, so they may use few of the connections. */
const limit = pLimit(2)

/** Requests for links that wait in this process. A flood beyond it is dropped: people ask again. */
const maxWaiting = 10_000

async function sendLink(payload: Payload, name: string): Promise<void> {
  const connection = poolOf(payload)
  const owner = await findCredentials(connection, name)
  if (!owner || !(await mayMail(payload, owner.id))) return
  await setResetToken(connection, owner.id, randomBytes(20).toString('hex'))
}

/**
 * Emails a link for a new password to the account with that address or username, if it exists and has not
 * had too many. The account is looked up after the response: what it takes would reveal whether it exists.
 */
export function requestPasswordReset(payload: Payload, name: string): void {
  if (limit.pendingCount >= maxWaiting) return
  limit(() => sendLink(payload, name)).catch((err: unknown) => {
    payload.logger.error({ err, msg: 'A password reset link was not sent' })
  })
}

/**
 * Refuses a password that is easy to guess.
 *
 * @param own the user's own names
 * @throws {ValidationError} with every reason
 */
export function refuseEasyPassword(req: PayloadRequest, password: string, own: unknown[]): void {
  const errors = passwordProblems(password, own).map((message) => ({ path: 'password', message }))
  if (errors.length > 0) throw fieldErrors(req, 'users', errors)
}

/**
 * Sets a new password with the token of an emailed link. Every session of the user ends. No transaction
 * is open while the password is hashed; one statement then checks the token again and uses it up.
 *
 * @returns the user; undefined when the token is not valid, or no longer
 * @throws {ValidationError} when the password is easy to guess; {Refusal} 503 when too many wait
 */
export async function resetPassword(
  req: PayloadRequest,
  token: string,
  password: string,
): Promise<Pick<Principal, 'id' | 'tokenVersion'> | undefined> {
  const { payload } = req
  const owner = await findTokenOwner(poolOf(payload), token)
  refuseEasyPassword(req, password, [owner?.username, owner?.email])
  if (!owner) return undefined
  const hash = await servicesOf(payload).hashingPool.hash(password)
  return resetPasswordHash(poolOf(payload), token, hash)
}
