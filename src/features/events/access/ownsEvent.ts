import type { PayloadRequest } from 'payload'

import { relatedId } from '../../../shared/documentId.ts'
import { activeUser } from '../../../shared/access/isActive.ts'

/** Whether the caller owns the event, whatever their role. It takes one query. */
export async function ownsEvent(req: PayloadRequest, event: number | { id: number }) {
  const user = activeUser(req)
  if (!user) return false
  const { totalDocs } = await req.payload.count({
    collection: 'events',
    where: {
      id: { equals: relatedId(event) },
      createdBy: { equals: user.id },
    },
    overrideAccess: true,
    req,
  })
  return totalDocs > 0
}
