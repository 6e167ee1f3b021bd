import type { CollectionBeforeOperationHook } from 'payload'

import { activeUser } from '../../src/shared/access/isActive.ts'
import { isStaff } from '../../src/shared/access/isStaff.ts'
import { checkClaim } from '../../src/http/rateLimit/checkClaim.ts'

/** Applies the register endpoint's limit over REST and GraphQL; not to staff, who register others. */
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
