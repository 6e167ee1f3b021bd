import type { PayloadRequest } from 'payload'

import { isStaff } from '../../shared/access/isStaff.ts'
import type { Viewer } from './rules.ts'

/** The caller, as the queries for events know them. */
export const viewerOf = (req: PayloadRequest): Viewer => ({
  id: req.user?.id,
  isStaff: isStaff({ req }),
})
