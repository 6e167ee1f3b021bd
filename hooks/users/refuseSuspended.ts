import { AuthenticationError, type CollectionBeforeLoginHook } from 'payload'

import type { User } from '../../src/payload-types.ts'

/** Refuses a suspended user with the error of a wrong password: the state of an account is private. */
export const refuseSuspended: CollectionBeforeLoginHook<User> = ({ req, user }) => {
  if (user.suspended) throw new AuthenticationError(req.t)
  return user
}
