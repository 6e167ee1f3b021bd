import type { CollectionBeforeOperationHook } from 'payload'

import { checkRefresh, checkSignUp } from '../../src/features/accounts/accountLimits.ts'

/** Applies v1's limits to accounts that anonymous callers create and to sessions that are renewed. */
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
