import { createImage } from '../factories/media.ts'
import { testAccess } from '../support/accessTable.ts'

testAccess({
  slug: 'media',
  names: { one: 'Media', many: 'allMedia' },
  callers: ['anonymous', 'stranger', 'owner', 'suspended', 'staff', 'admin'],
  subjects: {
    'an image': async ({ payload }, cast, caller) => {
      const { id } = await createImage(payload, cast[caller === 'suspended' ? caller : 'owner'].id)
      return { id }
    },
  },
  change: { alt: 'A robot upside down' },
  // prettier-ignore
  rows: [
    //                            anonymous stranger owner  suspended staff  admin
    ['an image', 'list',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['an image', 'count',         'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['an image', 'read',          'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['an image', 'access',        'yes',    'yes',   'yes', 'yes',    'yes', 'yes'],
    ['an image', 'update',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['an image', 'delete',        403,      403,     'yes', 403,      'yes', 'yes'],
    ['an image', 'bulk update',   403,      'none',  'yes', 403,      'yes', 'yes'],
    ['an image', 'bulk delete',   403,      'none',  'yes', 403,      'yes', 'yes'],
  ],
})
