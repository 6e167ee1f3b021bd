import type { PayloadRequest } from 'payload'

import type { User } from '../../payload-types.ts'

/** An endpoint of webhooks. It is off: its receiver does not exist. */
export async function createWebhook(req: PayloadRequest, owner: User): Promise<void> {
  await req.payload.create({
    collection: 'webhooks',
    data: {
      url: 'https://scores.robots.example/hooks',
      description: 'Score board in the hall',
      events: ['event.published', 'event.cancelled', 'registration.checked_in'],
      active: false,
    },
    depth: 0,
    overrideAccess: true,
    user: owner,
    req,
  })
}
