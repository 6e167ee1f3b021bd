import type { CollectionBeforeOperationHook } from 'payload'

import { checkRefresh, checkSignUp } from '../../src/features/accounts/accountLimits.ts'

/** Holds strangers who make accounts, and whoever renews a session, to what the contract's routes are held to. */
export const limitAccounts: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (overrideAccess) return args
  if (operation === 'create' && !req.user) await checkSignUp(req.payload)
  if (operation === 'refresh') checkRefresh(req.payload)
  return args
}
