import type { DateField } from 'payload'

import { nobody } from '../../src/shared/access/nobody.ts'

const timestamp = (name: 'createdAt' | 'updatedAt'): DateField => ({
  name,
  type: 'date',
  label: ({ t }) => t(`general:${name}`),
  index: true,
  access: { create: nobody, update: nobody },
  admin: { hidden: true, disableBulkEdit: true },
})

/**
 * When a document was created and last changed. Payload adds the same two fields, but clients could
 * write them: anybody could put their event at the top of the newest.
 */
export const timestamps = [timestamp('updatedAt'), timestamp('createdAt')]
