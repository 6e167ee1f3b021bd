import type { CollectionBeforeOperationHook } from 'payload'

import { checkMail, checkSender } from '../../src/features/accounts/mailLimits.ts'

interface Args {
  data: { username?: string; email?: string }
}

/**
 * Nobody is sent more links for a new password than they can have asked for, on any surface. Payload sends no mail of
 * its own: the outbox tells of the link, in the transaction that makes it.
 */
export const limitPasswordMail: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (operation !== 'forgotPassword') return args
  const { username, email } = (args as Args).data
  // The contract's own route has asked already, while its client still waited.
  if (!overrideAccess) await checkSender(req.payload)
  await checkMail(req.payload, email || username || '')
  return { ...args, disableEmail: true }
}
