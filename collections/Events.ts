import type { CollectionConfig } from 'payload'

import {
  cancelRegistrationEndpoint,
  registerEndpoint,
  resizePartyEndpoint,
} from '../endpoints/register.ts'
import { changeRepetitionEndpoint, previewEndpoint, repeatEndpoint } from '../endpoints/repeat.ts'
import { clearNullGroups } from '../hooks/clearNullGroups.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { checkBody } from '../hooks/events/checkBody.ts'
import { checkPictures } from '../hooks/events/checkPictures.ts'
import { checkVersion } from '../hooks/events/checkVersion.ts'
import { changeSeries } from '../hooks/events/changeSeries.ts'
import { keepInSeries } from '../hooks/events/keepInSeries.ts'
import { deleteEmptySeries, leaveSeries } from '../hooks/events/leaveSeries.ts'
import { keepPublic } from '../hooks/events/keepPublic.ts'
import { findRunning } from '../hooks/events/findRunning.ts'
import { notePartySize } from '../hooks/events/notePartySize.ts'
import { refuseStaleSave } from '../hooks/events/refuseStaleSave.ts'
import { searchList } from '../hooks/events/searchList.ts'
import { locate } from '../hooks/events/locate.ts'
import { limitOwnEvents } from '../hooks/events/limitOwnEvents.ts'
import { lockSeatsOfEvent } from '../hooks/events/lockSeatsOfEvent.ts'
import { refuseDeletion } from '../hooks/events/refuseDeletion.ts'
import { updateRegistrations } from '../hooks/events/updateRegistrations.ts'
import { stampAuthors } from '../hooks/events/stampAuthors.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { readDays } from '../hooks/readDays.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { anyOf } from '../src/shared/access/anyOf.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isActive } from '../src/shared/access/isActive.ts'
import { isPublic } from '../src/features/events/access/isPublic.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { ownedBy } from '../src/shared/access/ownedBy.ts'
import { eventFields } from './fields/event.ts'
import { timestamps } from './fields/timestamps.ts'

const isOwner = ownedBy('createdBy')

export const Events: CollectionConfig<'events'> = {
  slug: 'events',
  access: {
    create: isActive,
    read: hideUnreadable(anyOf(isStaff, isPublic, isOwner)),
    readVersions: anyOf(isStaff, ownedBy('version.createdBy')),
    update: anyOf(isStaff, isOwner),
    delete: anyOf(isStaff, isOwner),
  },
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      clearNullGroups,
      normalizeText({
        oneLine: ['title', 'location', 'program', 'country', 'externalSource', 'externalId'],
        lines: ['description', 'cancellationReason'],
      }),
      checkBody,
      checkQuery,
      limitQuery,
      readDays,
      findRunning,
      searchList,
      checkVersion,
      notePartySize,
      lockSeatsOfEvent,
      refuseStaleSave,
    ],
    beforeChange: [stampAuthors, keepInSeries, keepPublic, checkPictures, limitOwnEvents, locate],
    afterChange: [updateRegistrations, changeSeries],
    beforeDelete: [leaveSeries, refuseDeletion],
    afterDelete: [deleteEmptySeries],
    afterOperation: [limitPage()],
  },
  endpoints: [
    registerEndpoint,
    resizePartyEndpoint,
    cancelRegistrationEndpoint,
    repeatEndpoint,
    changeRepetitionEndpoint,
    previewEndpoint,
  ],
  versions: { drafts: false, maxPerDoc: 100 },
  indexes: [{ fields: ['externalSource', 'externalId'], unique: true }],
  defaultSort: '-startDate',
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'startDate', 'location', 'status', 'registeredCount'],
    listSearchableFields: ['title', 'location', 'externalId'],
    group: 'Season',
    hideAPIURL: true,
    pagination: { defaultLimit: 25 },
    components: {
      edit: {
        SaveButton: '/src/features/events/admin/SaveEventButton.tsx#SaveEventButton',
        editMenuItems: [
          '/src/features/events/admin/DuplicateEvent.tsx#DuplicateEvent',
          '/src/features/series/admin/RepeatEvent.tsx#RepeatEvent',
          '/src/features/series/admin/DeleteFromSeries.tsx#DeleteFromSeries',
        ],
      },
      beforeListTable: ['/src/features/events/admin/EventFilters.tsx#EventFilters'],
      views: {
        edit: {
          registrations: {
            Component: '/src/features/registrations/admin/RegistrationsView.tsx#RegistrationsView',
            path: '/registrations',
            tab: { label: 'Registrations', href: '/registrations', order: 200 },
          },
          versions: {
            Component: '/src/features/events/admin/versions/VersionsView.tsx#VersionsView',
          },
        },
      },
    },
  },
  fields: [...eventFields, ...timestamps],
}
