import { testAccess } from '../support/accessTable.ts'

testAccess({
  slug: 'series',
  names: { one: 'Series', many: 'AllSeries' },
  callers: ['anonymous', 'stranger', 'owner', 'suspended', 'staff', 'admin'],
  subjects: {
    'a series': async ({ payload }, callers, caller) => {
      const { id } = await payload.create({
        collection: 'series',
        data: {
          title: 'Solder Evening',
          rrule: 'FREQ=WEEKLY;COUNT=3',
          exdates: [],
          timezone: 'Europe/Berlin',
          firstStart: '2031-05-03T18:00:00',
          createdBy: callers[caller === 'suspended' ? 'suspended' : 'owner'].id,
        },
        overrideAccess: true,
      })
      return { id }
    },
  },
  change: { title: 'Another title' },
  create: () => ({
    title: 'Mine',
    rrule: 'FREQ=DAILY',
    exdates: [],
    timezone: 'UTC',
    firstStart: '2031-05-03T18:00:00',
  }),
  // Who may see one of its events reads it over v1. Events begin, change and end it.
  // prettier-ignore
  rows: [
    //                         anonymous stranger owner  suspended staff  admin
    ['a series', 'create',     403,      403,     403,   403,      403,   403],
    ['a series', 'list',       403,      'none',  'yes', 403,      'yes', 'yes'],
    ['a series', 'read',       403,      404,     'yes', 403,      'yes', 'yes'],
    ['a series', 'update',     403,      403,     403,   403,      403,   403],
    ['a series', 'delete',     403,      403,     403,   403,      403,   403],
  ],
})
