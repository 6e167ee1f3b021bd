import type { PayloadRequest } from 'payload'

import { activeUser } from './isActive.ts'

export const isAdmin = ({ req }: { req: PayloadRequest }): boolean =>
  activeUser(req)?.role === 'admin'
