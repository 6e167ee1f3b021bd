import { AuthenticationError, type CollectionBeforeOperationHook } from 'payload'

import { getRequestContext } from '../../src/shared/requestContext.ts'
import { checkCredentials } from '../../src/features/accounts/signIn.ts'

interface Args {
  data: { username?: string; email?: string; password?: string }
}

/**
 * Checks a sign-in over REST and GraphQL as v1 does: it takes the same time for an unknown user, and
 * guessing is limited. Payload itself responds at once for an unknown user, and locks an account after
 * failures of any client, so anybody could lock its owner out. This hook runs first, so Payload never
 * sees a wrong password.
 */
export const limitSignIn: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  req,
}) => {
  if (operation !== 'login') return args
  const { username, email, password } = (args as Args).data
  const identifier = username || email
  const address = getRequestContext()?.address
  // Payload reports missing values. A call without an address is internal and knows the user already.
  if (!identifier?.trim() || !password?.trim() || address === undefined) return args
  const user = await checkCredentials(req, { identifier, address }, password)
  if (!user) throw new AuthenticationError(req.t)
  return args
}
