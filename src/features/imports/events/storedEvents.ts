import type { Payload } from 'payload'

import type { Event } from '../../../payload-types.ts'

/** The events with these ids, drafts too. */
export async function eventsWithIds(payload: Payload, ids: number[]): Promise<Event[]> {
  const { docs } = await payload.find({
    collection: 'events',
    where: { id: { in: ids } },
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  return docs
}
