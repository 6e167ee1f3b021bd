import { password } from '../factories/users.ts'
import { testAccess } from '../support/accessTable.ts'
import { newCallerOfKind } from '../support/callerKinds.ts'

let made = 0

testAccess({
  slug: 'users',
  names: { one: 'User', many: 'Users' },
  callers: ['anonymous', 'stranger', 'suspended', 'staff', 'admin'],
  subjects: {
    'another user': async (platform) => ({ id: (await newCallerOfKind(platform, 'owner')).id }),
    oneself: (platform, _callers, caller) => newCallerOfKind(platform, caller),
  },
  change: { displayName: 'Ada' },
  create: () => ({
    username: `newcomer-${(made += 1)}`,
    email: `newcomer-${made}@example.com`,
    password,
    timezone: 'UTC',
    role: 'attendee',
  }),
  // prettier-ignore
  rows: [
    //                               anonymous stranger suspended staff  admin
    ['another user', 'create',       'yes',    'yes',   'yes',    'yes', 'yes'],
    ['another user', 'list',         403,      'none',  403,      'yes', 'yes'],
    ['another user', 'count',        403,      'none',  403,      'yes', 'yes'],
    ['another user', 'read',         403,      404,     403,      'yes', 'yes'],
    ['another user', 'access',       404,      404,     404,      'yes', 'yes'],
    ['another user', 'update',       403,      403,     403,      403,   'yes'],
    ['another user', 'bulk update',  403,      'none',  403,      'none', 'yes'],
    ['another user', 'delete',       403,      403,     403,      403,   'yes'],
    ['another user', 'bulk delete',  403,      'none',  403,      'none', 'yes'],

    ['oneself',      'list',         '-',      'yes',   403,      'yes', 'yes'],
    ['oneself',      'read',         '-',      'yes',   403,      'yes', 'yes'],
    ['oneself',      'access',       '-',      'yes',   404,      'yes', 'yes'],
    ['oneself',      'update',       '-',      'yes',   403,      'yes', 'yes'],
    ['oneself',      'bulk update',  '-',      'yes',   403,      'yes', 'yes'],
    ['oneself',      'delete',       '-',      'yes',   403,      'yes', 'yes'],
  ],
})
