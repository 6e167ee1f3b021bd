import type { Field } from 'payload'

import { eventStatuses } from '../../../src/features/events/rules.ts'
import { upTo } from '../upTo.ts'
import { selectOption } from '../../../src/shared/selectOption.ts'

export const status: Field[] = [
  {
    name: 'status',
    type: 'select',
    options: eventStatuses.map(selectOption),
    defaultValue: 'draft',
    required: true,
    index: true,
    // A copy is not public before somebody has looked at it.
    hooks: { beforeDuplicate: [() => 'draft'] },
    admin: {
      position: 'sidebar',
      isClearable: false,
      description:
        'Only staff and the owner see a draft. Cancelling permanently ends every registration.',
      components: {
        Cell: '/src/panel/elements/StatusCell.tsx#StatusCell',
        Field: '/src/features/events/admin/StatusField.tsx#StatusField',
      },
    },
  },
  {
    name: 'cancellationReason',
    type: 'textarea',
    label: 'Reason for cancellation',
    ...upTo(1000),
    hooks: { beforeDuplicate: [() => null] },
    admin: {
      position: 'sidebar',
      // Payload does not validate a hidden field, so a field with a value is never hidden.
      condition: (data) => data.status === 'cancelled' || Boolean(data.cancellationReason),
      description: 'Copied to every registration that is cancelled with the event',
    },
  },
]
