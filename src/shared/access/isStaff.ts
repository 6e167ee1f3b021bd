import type { PayloadRequest } from 'payload'

import { activeUser } from './isActive.ts'

/** True for staff and admins, the users of the panel. */
export const isStaff = ({ req }: { req: PayloadRequest }): boolean => {
  const role = activeUser(req)?.role
  return role === 'staff' || role === 'admin'
}
