import type { PayloadRequest } from 'payload'

import type { Flag, User } from '../../payload-types.ts'
import { dayMs } from '../../shared/isoDate.ts'

type NewFlag = Pick<Flag, 'key' | 'type'> & Partial<Flag>

/** Flags of an app: one in the middle of its rollout, one by country, and one that should be gone. */
const flags = (now: Date): NewFlag[] => [
  {
    key: 'event-cards',
    type: 'boolean',
    description: 'The list of events as cards with pictures',
    defaultValue: 'false',
    rules: [
      { value: 'true', roles: ['staff', 'admin'] },
      { value: 'true', tags: ['beta'] },
      { value: 'true', versionFrom: '2.10', percentage: 25 },
    ],
    reason: 'Staff and testers first, then a quarter of all',
  },
  {
    key: 'map-provider',
    type: 'string',
    description: 'Whose maps the app shows',
    defaultValue: 'openstreetmap',
    rules: [{ value: 'amap', countries: ['CN'] }],
    reviewOn: null,
  },
  {
    key: 'ticket-layout',
    type: 'json',
    description: 'How large the code on a ticket is',
    defaultValue: '{"codeSize": 240, "showsName": true}',
    schema: {
      type: 'object',
      properties: { codeSize: { type: 'integer', minimum: 100 }, showsName: { type: 'boolean' } },
      required: ['codeSize', 'showsName'],
      additionalProperties: false,
    },
    reviewOn: new Date(now.getTime() - 10 * dayMs).toISOString(),
  },
]

/** Creates the feature flags of the demo. */
export async function createFlags(req: PayloadRequest, owner: User, now: Date): Promise<void> {
  for (const flag of flags(now)) {
    await req.payload.create({
      collection: 'flags',
      data: { forApps: true, owner: owner.id, ...flag },
      depth: 0,
      overrideAccess: true,
      user: owner,
      req,
    })
  }
}
