import type { PayloadRequest, Where } from 'payload'

import { activeUser } from './isActive.ts'

/** The documents whose `field` is the caller; none without a sign-in. */
export const ownedBy =
  (field: string) =>
  ({ req }: { req: PayloadRequest }): Where | false => {
    const user = activeUser(req)
    return user ? { [field]: { equals: user.id } } : false
  }
