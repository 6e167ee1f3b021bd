import { type Payload, type PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { poolOf } from '../../database/connection.ts'
import type { Principal } from '../../shared/principal.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { servicesOf } from '../../shared/services.ts'
import { passwordProblems } from './passwordRules.ts'
import { findTokenOwner, resetPasswordHash } from './queries/passwords.ts'
import { fieldErrors } from '../../shared/errors/fieldErrors.ts'

/** No client waits for these, so they may use few of the connections. */
const limit = pLimit(2)

/**
 * Emails a link for a new password to the account with that address, if it exists. The response does
 * not wait for it, because the time it takes would reveal whether the account exists.
 */
export function requestPasswordReset(payload: Payload, email: string): void {
  limit(() => payload.forgotPassword({ collection: 'users', data: { email } })).catch(
    (err: unknown) => {
      if (err instanceof Refusal) return
      payload.logger.error({ err, msg: 'A password reset link was not sent' })
    },
  )
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
