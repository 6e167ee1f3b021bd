import type { CollectionBeforeOperationHook } from 'payload'

import { checkMail, checkSender } from '../../src/features/accounts/accountLimits.ts'

interface Args {
  data: { username?: string; email?: string }
}

/**
 * Limits the emails with a link for a new password, on every surface. Payload sends no email itself: an
 * event in the outbox, in the same transaction, sends the link.
 */
export const limitPasswordMail: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (operation !== 'forgotPassword') return args
  const { username, email } = (args as Args).data
  // v1's own route has checked this limit already, before it responded.
  if (!overrideAccess) await checkSender(req.payload)
  await checkMail(req.payload, email || username || '')
  return { ...args, disableEmail: true }
}
