import type { Event } from '../../src/payload-types.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { testAccess } from '../support/accessTable.ts'
import type { CallerByKind, CallerKind } from '../support/callerKinds.ts'
import type { TestPlatform } from '../support/testPlatform.ts'

const event =
  (status: Event['status']) =>
  async ({ payload }: TestPlatform, callers: CallerByKind, caller: CallerKind) => {
    const createdBy = callers[caller === 'suspended' ? 'suspended' : 'owner'].id
    const { id } = await createEvent(payload, { status, createdBy })
    const versions = await payload.findVersions({
      collection: 'events',
      where: { parent: { equals: id } },
      depth: 0,
      overrideAccess: true,
    })
    return { id, version: Number(versions.docs[0]!.id) }
  }

testAccess({
  slug: 'events',
  names: { one: 'Event', many: 'Events' },
  callers: ['anonymous', 'stranger', 'owner', 'suspended', 'staff', 'admin'],
  subjects: {
    'a draft': event('draft'),
    'a published event': event('published'),
    'a cancelled event': event('cancelled'),
  },
  change: { title: 'Another title' },
  create: () => eventData(),
  // prettier-ignore
  rows: [
    //                                     anonymous stranger owner  suspended staff  admin
    ['a published event', 'create',        403,      'yes',   'yes', 403,      'yes', 'yes'],

    ['a draft',           'list',          'none',   'none',  'yes', 'none',   'yes', 'yes'],
    ['a draft',           'count',         'none',   'none',  'yes', 'none',   'yes', 'yes'],
    ['a draft',           'read',          404,      404,     'yes', 404,      'yes', 'yes'],
    ['a draft',           'access',        404,      404,     'yes', 404,      'yes', 'yes'],
    ['a draft',           'update',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['a draft',           'delete',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['a draft',           'bulk update',   403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a draft',           'bulk delete',   403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a draft',           'versions',      403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a draft',           'version',       403,      403,     'yes', 403,      'yes', 'yes'],
    ['a draft',           'restore',       403,      403,     'yes', 403,      'yes', 'yes'],
    ['a draft',           'duplicate',     403,      403,     'yes', 403,      'yes', 'yes'],

    ['a published event', 'list',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a published event', 'count',         'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a published event', 'read',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a published event', 'access',        'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a published event', 'update',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['a published event', 'delete',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['a published event', 'bulk update',   403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a published event', 'bulk delete',   403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a published event', 'versions',      403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a published event', 'version',       403,      403,     'yes', 403,      'yes', 'yes'],
    ['a published event', 'restore',       403,      403,     'yes', 403,      'yes', 'yes'],
    ['a published event', 'duplicate',     403,      'yes',   'yes', 403,      'yes', 'yes'],

    ['a cancelled event', 'list',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a cancelled event', 'read',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['a cancelled event', 'update',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['a cancelled event', 'delete',        403,      403,     'yes', 403,      'yes', 'yes'],
  ],
})
