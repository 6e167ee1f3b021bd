import type { PayloadRequest } from 'payload'

import type { Random } from './random.ts'

const minute = 60_000

/** The percentage of people with a place who come. */
const showUp = 88

/** Checks in most people who have a place, from 30 minutes before the start to 60 after it. */
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
