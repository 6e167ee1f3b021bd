import { APIError, type Payload, type PayloadRequest } from 'payload'
import pLimit from 'p-limit'

import { Refusal } from '../../shared/errors/Refusal.ts'

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
 * Sets a new password. A trigger in the database then revokes every token of the user.
 *
 * @throws {Refusal} 409 when the token is not valid, or no longer; {ValidationError} when the password
 *   is easy to guess
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
    // Payload's errors for an invalid token and for a suspended user. Errors of the password pass on.
    if (error instanceof APIError && [401, 403].includes(error.status)) {
      throw new Refusal(409, 'invalid_token', 'This link is not valid any more. Ask for a new one.')
    }
    throw error
  }
}
