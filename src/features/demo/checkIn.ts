import type { PayloadRequest } from 'payload'

import type { Random } from './random.ts'

const minute = 60_000

/** Of a hundred who have a place, as many come. */
const showUp = 88

/** Checks in most of those who have a place, from half an hour before the start to one after it. */
export async function checkIn(
  req: PayloadRequest,
  eventId: number,
  starts: Date,
  random: Random,
): Promise<void> {
  const { docs } = await req.payload.find({
    collection: 'registrations',
    where: { event: { equals: eventId }, state: { equals: 'confirmed' } },
    select: {},
    depth: 0,
    pagination: false,
    sort: 'id',
    overrideAccess: true,
    req,
  })
  for (const { id } of docs) {
    if (random.below(100) >= showUp) continue
    const checkedInAt = new Date(starts.getTime() + (random.below(90) - 30) * minute)
    await req.payload.update({
      collection: 'registrations',
      id,
      data: { checkedInAt: checkedInAt.toISOString() },
      depth: 0,
      overrideAccess: true,
      req,
    })
  }
}
