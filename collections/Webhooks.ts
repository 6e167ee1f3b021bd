import type { CollectionConfig } from 'payload'

import { webhookEndpoints } from '../endpoints/webhooks.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { readDays } from '../hooks/readDays.ts'
import { limitEndpoints } from '../hooks/webhooks/limitEndpoints.ts'
import { makeFirstSecret } from '../hooks/webhooks/makeFirstSecret.ts'
import { resumeDeliveries } from '../hooks/webhooks/resumeDeliveries.ts'
import { stampOwner } from '../hooks/webhooks/stampOwner.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { timestamps } from './fields/timestamps.ts'
import { webhookFields } from './fields/webhook.ts'

/** Endpoints of other programs, which get a message for each change that they chose. For staff alone. */
export const Webhooks: CollectionConfig<'webhooks'> = {
  slug: 'webhooks',
  labels: { singular: 'Webhook', plural: 'Webhooks' },
  access: {
    create: isStaff,
    read: hideUnreadable(isStaff),
    update: isStaff,
    delete: isStaff,
  },
  // A copy would send everything twice.
  disableDuplicate: true,
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      normalizeText({ oneLine: ['description'] }),
      checkQuery,
      limitQuery,
      readDays,
    ],
    beforeChange: [stampOwner, limitEndpoints],
    afterChange: [makeFirstSecret, resumeDeliveries],
    afterOperation: [limitPage()],
  },
  endpoints: webhookEndpoints,
  defaultSort: '-createdAt',
  admin: {
    useAsTitle: 'url',
    defaultColumns: ['url', 'events', 'state', 'lastAttemptAt'],
    listSearchableFields: ['url', 'description'],
    group: 'Apps',
    hideAPIURL: true,
    components: {
      views: {
        edit: {
          deliveries: {
            Component: '/src/features/webhooks/admin/DeliveriesView.tsx#DeliveriesView',
            path: '/deliveries',
            tab: { label: 'Deliveries', href: '/deliveries', order: 200 },
          },
        },
      },
    },
  },
  fields: [...webhookFields, ...timestamps],
}
