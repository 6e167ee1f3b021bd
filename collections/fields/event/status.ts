import type { Field } from 'payload'

import { eventStatuses } from '../../../src/features/events/rules.ts'
import { selectOption } from '../../../src/shared/selectOption.ts'

export const status: Field[] = [
  {
    name: 'status',
    type: 'select',
    options: eventStatuses.map(selectOption),
    defaultValue: 'draft',
    required: true,
    index: true,
    admin: {
      position: 'sidebar',
      isClearable: false,
      description:
        'Only staff and its owner see a draft. To cancel ends every registration for good.',
      components: { Cell: '/src/panel/elements/StatusCell.tsx#StatusCell' },
    },
  },
  {
    name: 'cancellationReason',
    type: 'textarea',
    label: 'Reason of the cancellation',
    maxLength: 1000,
    admin: {
      position: 'sidebar',
      // Payload validates no field whose condition is not met: what is filled in always is.
      condition: (data) => data.status === 'cancelled' || Boolean(data.cancellationReason),
      description: 'Goes into every registration that is cancelled with the event',
    },
  },
]
