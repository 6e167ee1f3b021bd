import type { Field } from 'payload'

import { isStaff } from '../../../src/shared/access/isStaff.ts'
import { upTo } from '../upTo.ts'
import { nobody } from '../../../src/shared/access/nobody.ts'

/** A copy belongs to the person who makes it, and does not keep the external id, which is unique. */
const notCopied = { beforeDuplicate: [() => null] }

export const origin: Field[] = [
  {
    name: 'createdBy',
    type: 'relationship',
    relationTo: 'users',
    label: 'Owner',
    index: true,
    access: { create: isStaff, update: isStaff },
    hooks: notCopied,
    admin: { description: 'May change the event and check people in' },
  },
  {
    name: 'updatedBy',
    type: 'relationship',
    relationTo: 'users',
    label: 'Last saved by',
    access: { create: nobody, update: nobody, read: isStaff },
    admin: { readOnly: true },
  },
  {
    name: 'externalSource',
    type: 'text',
    label: 'Imported from',
    ...upTo(100),
    access: { create: isStaff, update: isStaff },
    hooks: notCopied,
  },
  {
    name: 'externalId',
    type: 'text',
    label: 'External ID',
    ...upTo(100),
    access: { create: isStaff, update: isStaff },
    hooks: notCopied,
    admin: { description: 'Imports match events by this' },
  },
]
