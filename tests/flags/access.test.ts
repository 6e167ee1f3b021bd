import { createFlag, flagData } from '../factories/flags.ts'
import { testAccess } from '../support/accessTable.ts'

testAccess({
  slug: 'flags',
  names: { one: 'Flag', many: 'Flags' },
  callers: ['anonymous', 'stranger', 'owner', 'suspended', 'staff', 'admin'],
  subjects: {
    'a flag': async ({ payload }, callers, caller) => {
      // The owner was staff when they created it.
      const owner = callers[caller === 'suspended' ? caller : 'owner'].id
      return { id: (await createFlag(payload, { owner })).id }
    },
  },
  change: { description: 'The new list of events' },
  create: () => flagData(),
  // prettier-ignore
  rows: [
    //                       anonymous stranger owner  suspended staff  admin
    ['a flag', 'create',      403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'list',        403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'count',       403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'read',        403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'access',      404,      404,     404,   404,      'yes', 'yes'],
    ['a flag', 'update',      403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'delete',      403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'bulk update', 403,      403,     403,   403,      'yes', 'yes'],
    ['a flag', 'bulk delete', 403,      403,     403,   403,      'yes', 'yes'],
  ],
})
