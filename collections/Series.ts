import type { CollectionConfig } from 'payload'

import { checkQuery } from '../hooks/checkQuery.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { readDays } from '../hooks/readDays.ts'
import { anyOf } from '../src/shared/access/anyOf.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { nobody } from '../src/shared/access/nobody.ts'
import { ownedBy } from '../src/shared/access/ownedBy.ts'
import { seriesFields } from './fields/series.ts'
import { timestamps } from './fields/timestamps.ts'

const isOwner = ownedBy('createdBy')

/**
 * A rule by which an event repeats. Its events are documents of their own, in `events`. A series begins with
 * an event (`repeatEvent`) and ends with its last one, so nobody creates or deletes it by itself.
 */
export const Series: CollectionConfig<'series'> = {
  slug: 'series',
  labels: { singular: 'Series', plural: 'Series' },
  graphQL: { singularName: 'Series', pluralName: 'AllSeries' },
  access: {
    create: nobody,
    read: hideUnreadable(anyOf(isStaff, isOwner)),
    update: nobody,
    delete: nobody,
  },
  disableDuplicate: true,
  hooks: {
    beforeOperation: [defaultData, checkTypes, checkQuery, limitQuery, readDays],
    afterOperation: [limitPage()],
  },
  defaultSort: '-createdAt',
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'summary', 'timezone', 'createdAt'],
    listSearchableFields: ['title'],
    group: 'Season',
    hideAPIURL: true,
    pagination: { defaultLimit: 25 },
  },
  fields: [...seriesFields, ...timestamps],
}
