import type { CollectionConfig } from 'payload'

import { flagEndpoints } from '../endpoints/flags.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { checkFlag } from '../hooks/flags/checkFlag.ts'
import { recordChange, recordDeletion } from '../hooks/flags/recordChange.ts'
import { refuseDeletion } from '../hooks/flags/refuseDeletion.ts'
import { stampOwner } from '../hooks/flags/stampOwner.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { readDays } from '../hooks/readDays.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { flagFields } from './fields/flag.ts'
import { timestamps } from './fields/timestamps.ts'

/** Switches for features, of the platform and of apps. For staff alone; apps get those that are for apps. */
export const Flags: CollectionConfig<'flags'> = {
  slug: 'flags',
  labels: { singular: 'Feature flag', plural: 'Feature flags' },
  access: {
    create: isStaff,
    read: hideUnreadable(isStaff),
    update: isStaff,
    delete: isStaff,
  },
  // A copy would have the same key.
  disableDuplicate: true,
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      normalizeText({ oneLine: ['key', 'reason'], lines: ['description'] }),
      checkQuery,
      limitQuery,
      readDays,
    ],
    beforeChange: [stampOwner, checkFlag],
    afterChange: [recordChange],
    beforeDelete: [refuseDeletion],
    afterDelete: [recordDeletion],
    afterOperation: [limitPage()],
  },
  endpoints: flagEndpoints,
  defaultSort: 'key',
  admin: {
    useAsTitle: 'key',
    defaultColumns: ['key', 'state', 'type', 'usedBy', 'reviewOn', 'updatedAt'],
    listSearchableFields: ['key', 'description'],
    group: 'Apps',
    hideAPIURL: true,
    pagination: { defaultLimit: 50 },
    components: {
      views: {
        edit: {
          tester: {
            Component: '/src/features/flags/admin/TesterView.tsx#TesterView',
            path: '/try',
            tab: { label: 'Try it', href: '/try', order: 200 },
          },
          history: {
            Component: '/src/features/flags/admin/HistoryView.tsx#HistoryView',
            path: '/history',
            tab: { label: 'History', href: '/history', order: 210 },
          },
        },
      },
    },
  },
  fields: [...flagFields, ...timestamps],
}
