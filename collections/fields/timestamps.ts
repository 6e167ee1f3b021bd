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
 * When a document was made and last changed. Payload adds the same two by itself, but open to
 * writing: anybody could put their event on top of what is new.
 */
export const timestamps = [timestamp('updatedAt'), timestamp('createdAt')]
