import { AuthenticationError, type CollectionBeforeOperationHook } from 'payload'

import { getRequestContext } from '../../src/shared/requestContext.ts'
import { checkCredentials } from '../../src/features/accounts/signIn.ts'

interface Args {
  data: { username?: string; email?: string; password?: string }
}

/**
 * Holds a sign-in over REST and GraphQL to what the contract's own is held to: it takes equally long
 * for whoever does not exist, and guessing is stopped. Payload answers at once when there is no such
 * user, and locks an account by its failures alone, so that anybody could keep its owner out; with
 * this before it, it never sees a wrong password.
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
  // What is missing is reported by Payload; whoever calls from within knows the user already.
  if (!identifier?.trim() || !password?.trim() || address === undefined) return args
  const user = await checkCredentials(req, { identifier, address }, password)
  if (!user) throw new AuthenticationError(req.t)
  return args
}
