import type { CollectionBeforeOperationHook } from 'payload'

import { activeUser } from '../../src/shared/access/isActive.ts'
import { isStaff } from '../../src/shared/access/isStaff.ts'
import { checkClaim } from '../../src/http/rateLimit/checkClaim.ts'

/** Holds whoever claims places over REST or GraphQL to what the register endpoint holds them to; staff do it for others. */
export const limitClaims: CollectionBeforeOperationHook<'registrations'> = ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  const user = activeUser(req)
  if (operation === 'create' && !overrideAccess && user && !isStaff({ req })) {
    checkClaim(req.payload, user.id)
  }
  return args
}
