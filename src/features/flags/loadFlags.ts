import type { Payload, PayloadRequest } from 'payload'

import type { Flag } from '../../payload-types.ts'
import { maxFlags } from './rules.ts'

/** All flags, by key. In a request, those that its transaction sees. */
export async function loadFlags(payload: Payload, req?: PayloadRequest): Promise<Flag[]> {
  const { docs } = await payload.find({
    collection: 'flags',
    depth: 0,
    limit: maxFlags,
    pagination: false,
    sort: 'key',
    overrideAccess: true,
    ...(req ? { req } : {}),
  })
  return docs
}
