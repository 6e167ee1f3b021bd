import type { Field } from 'payload'

import { isCountry } from '../../../src/shared/countries.ts'
import { upTo } from '../upTo.ts'

/** Events are filtered and counted by these. */
export const finding: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'program',
        type: 'text',
        ...upTo(20),
        index: true,
        admin: { description: 'Such as FRC, FTC, FLL, VRC, WRO or RCJ' },
      },
      {
        name: 'country',
        type: 'text',
        index: true,
        maxLength: 2,
        validate: (value: unknown) =>
          value === undefined ||
          value === null ||
          value === '' ||
          isCountry(value) ||
          'This must be a code of two letters, such as DE',
        hooks: {
          beforeValidate: [
            ({ value }: { value?: unknown }) =>
              typeof value === 'string' ? value.toUpperCase() : value,
          ],
        },
        admin: { description: 'A code of two letters, such as DE' },
      },
    ],
  },
  {
    name: 'tags',
    type: 'text',
    hasMany: true,
    maxRows: 20,
    maxLength: 50,
    admin: { placeholder: 'Type a tag and press Enter' },
  },
]
