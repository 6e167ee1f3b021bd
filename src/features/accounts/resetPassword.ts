import { APIError, type Payload, type PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { Refusal } from '../../shared/errors/Refusal.ts'

/** No client waits for these, so they may use few of the connections. */
const limit = pLimit(2)

/**
 * Sends a link for a new password to the account with that address, if there is one. It is not
 * waited for: how long the answer takes would tell whether there is.
 */
export function requestPasswordReset(payload: Payload, email: string): void {
  limit(() => payload.forgotPassword({ collection: 'users', data: { email } })).catch(
    (err: unknown) => {
      if (err instanceof Refusal) return
      payload.logger.error({ err, msg: 'A password link was not sent' })
    },
  )
}

/**
 * Sets a new password. The database then retires every token of the user.
 *
 * @throws {Refusal} 409 when the token is not good, or no longer; {ValidationError} when the
 *   password is too easy
 */
export async function resetPassword(
  req: PayloadRequest,
  token: string,
  password: string,
): Promise<void> {
  try {
    await req.payload.resetPassword({
      collection: 'users',
      data: { token, password },
      overrideAccess: true,
      req,
    })
  } catch (error) {
    // Payload's own answers to a bad token, and to a suspended user; what is wrong with the password
    // keeps its own.
    if (error instanceof APIError && [401, 403].includes(error.status)) {
      throw new Refusal(409, 'invalid_token', 'This link is not valid any more. Ask for a new one.')
    }
    throw error
  }
}
