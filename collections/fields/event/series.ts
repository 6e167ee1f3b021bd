import type { Field } from 'payload'

import { nobody } from '../../../src/shared/access/nobody.ts'

/** Only the platform writes these fields; a caller's values are ignored. A copy is a single event. */
const system = {
  access: { create: nobody, update: nobody },
  hooks: { beforeDuplicate: [() => null] },
}

/** How an event belongs to a series of events that repeat. */
export const series: Field[] = [
  {
    name: 'series',
    type: 'relationship',
    relationTo: 'series',
    index: true,
    // Clients get its id alone: who may see an event may not see who owns its series.
    maxDepth: 0,
    ...system,
    admin: {
      position: 'sidebar',
      readOnly: true,
      allowCreate: false,
      components: { Field: '/src/features/series/admin/SeriesField.tsx#SeriesField' },
    },
  },
  {
    // The local start that the rule gave, such as 2031-05-03T18:00:00. It stays when the event is moved.
    name: 'occurrence',
    type: 'text',
    maxLength: 30,
    ...system,
    admin: { hidden: true, disableBulkEdit: true },
  },
  {
    name: 'occurrenceEdited',
    type: 'checkbox',
    label: 'Differs from its series',
    defaultValue: false,
    access: system.access,
    hooks: { beforeDuplicate: [() => false] },
    admin: { hidden: true, disableBulkEdit: true },
  },
]
