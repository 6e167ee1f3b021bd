import type { CollectionBeforeOperationHook } from 'payload'

import { Refusal } from '../../src/errors/Refusal.ts'
import { checkMail } from '../../src/services/mailGuard.ts'

interface Args {
  data: { username?: string; email?: string }
}

/**
 * Nobody is sent more links for a new password than they can have asked for, on any surface. Payload sends no mail of
 * its own: the outbox tells of the link, in the transaction that makes it.
 */
export const guardPasswordMail: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  req,
}) => {
  if (operation !== 'forgotPassword') return args
  const { username, email } = (args as Args).data
  try {
    await checkMail(req, email || username || '')
  } catch (error) {
    if (error instanceof Refusal) req.responseHeaders = new Headers(error.headers)
    throw error
  }
  return { ...args, disableEmail: true }
}
