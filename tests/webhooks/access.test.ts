import { testAccess } from '../support/accessTable.ts'

let made = 0
const data = () => ({
  url: `https://hooks.example.org/${(made += 1)}`,
  events: ['event.created'] as 'event.created'[],
})

testAccess({
  slug: 'webhooks',
  names: { one: 'Webhook', many: 'Webhooks' },
  callers: ['anonymous', 'stranger', 'owner', 'suspended', 'staff', 'admin'],
  subjects: {
    'an endpoint': async ({ payload }, callers, caller) => {
      const { id } = await payload.create({
        collection: 'webhooks',
        data: data(),
        overrideAccess: true,
      })
      // The owner was staff when they created it.
      await payload.update({
        collection: 'webhooks',
        id,
        data: { createdBy: callers[caller === 'suspended' ? caller : 'owner'].id },
        overrideAccess: true,
      })
      return { id }
    },
  },
  change: { description: 'Score board' },
  // prettier-ignore
  rows: [
    //                             anonymous stranger owner  suspended staff  admin
    ['an endpoint', 'list',        403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'count',       403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'read',        403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'access',      404,      404,     404,   404,      'yes', 'yes'],
    ['an endpoint', 'update',      403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'delete',      403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'bulk update', 403,      403,     403,   403,      'yes', 'yes'],
    ['an endpoint', 'bulk delete', 403,      403,     403,   403,      'yes', 'yes'],
  ],
})
