import type { Field } from 'payload'

import { countOf, readIsUpcoming } from '../../../hooks/events/countSeats.ts'

/** Counts are read from `event_seats`: lists cannot filter by them, and forms cannot change them. */
const counted = { disableListFilter: true, disableBulkEdit: true, disableGroupBy: true } as const

export const counts: Field[] = [
  {
    name: 'isUpcoming',
    type: 'checkbox',
    virtual: true,
    admin: { hidden: true },
    hooks: { afterRead: [readIsUpcoming] },
  },
  {
    name: 'registeredCount',
    type: 'number',
    virtual: true,
    label: 'Seats taken',
    admin: {
      ...counted,
      position: 'sidebar',
      components: {
        Cell: '/src/features/events/admin/SeatsCell.tsx#SeatsCell',
        Field: '/src/features/events/admin/SeatsField.tsx#SeatsField',
      },
    },
    hooks: { afterRead: [countOf('registeredCount')] },
  },
  {
    name: 'seatsLeft',
    type: 'number',
    virtual: true,
    admin: { hidden: true },
    hooks: { afterRead: [countOf('seatsLeft')] },
  },
  {
    name: 'waitlistCount',
    type: 'number',
    virtual: true,
    admin: { hidden: true },
    hooks: { afterRead: [countOf('waitlistCount')] },
  },
]
