import type { Field } from 'payload'

import { timeZoneField } from '../timeZone.ts'
import { validateSchedule, zonedDate } from './zonedDate.ts'

export const when: Field[] = [
  timeZoneField({
    name: 'timezone',
    defaultValue: 'UTC',
    Field: '/src/features/events/admin/EventZoneField.tsx#EventZoneField',
    admin: {
      description: 'The time zone of the venue. Dates are entered and shown in this zone.',
    },
  }),
  {
    type: 'row',
    fields: [
      {
        name: 'startDate',
        type: 'date',
        label: 'Starts',
        required: true,
        index: true,
        validate: validateSchedule,
        admin: {
          ...zonedDate,
          components: {
            ...zonedDate.components,
            Cell: '/src/features/events/admin/WhenCell.tsx#WhenCell',
          },
        },
      },
      {
        name: 'endDate',
        type: 'date',
        label: 'Ends',
        required: true,
        index: true,
        validate: validateSchedule,
        admin: zonedDate,
      },
    ],
  },
  {
    name: 'pastNotice',
    type: 'ui',
    admin: {
      components: { Field: '/src/features/events/admin/PastNotice.tsx#PastNotice' },
      disableListColumn: true,
    },
  },
]
