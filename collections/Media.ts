import type { CollectionConfig } from 'payload'

import { directUploadEndpoint } from '../endpoints/directUploads.ts'
import { defaultData } from '../hooks/defaultData.ts'
import { addFileHeaders } from '../hooks/media/addFileHeaders.ts'
import { addressFiles } from '../hooks/media/addressFiles.ts'
import { cleanUpload } from '../hooks/media/cleanUpload.ts'
import { protectFileFields } from '../hooks/media/protectFileFields.ts'
import { limitOwnUploads } from '../hooks/media/limitOwnUploads.ts'
import { loadForEdit } from '../hooks/media/loadForEdit.ts'
import { readRenditions } from '../hooks/media/readRenditions.ts'
import { stampUploader } from '../hooks/media/stampUploader.ts'
import { limitPage } from '../hooks/limitPage.ts'
import { checkTypes } from '../hooks/checkTypes.ts'
import { limitQuery } from '../hooks/limitQuery.ts'
import { checkQuery } from '../hooks/checkQuery.ts'
import { readDays } from '../hooks/readDays.ts'
import { normalizeText } from '../hooks/normalizeText.ts'
import { anyOf } from '../src/shared/access/anyOf.ts'
import { hideUnreadable } from '../src/shared/access/hideUnreadable.ts'
import { isActive } from '../src/shared/access/isActive.ts'
import { isStaff } from '../src/shared/access/isStaff.ts'
import { nobody } from '../src/shared/access/nobody.ts'
import { ownedBy } from '../src/shared/access/ownedBy.ts'
import { readImage } from '../src/features/media/access/readImage.ts'
import { upTo } from './fields/upTo.ts'
import { timestamps } from './fields/timestamps.ts'

const isUploader = ownedBy('createdBy')

/** Images. The content decides the kind of a file; SVG is refused, because it can hold scripts. */
export const Media: CollectionConfig<'media'> = {
  slug: 'media',
  access: {
    create: isActive,
    read: hideUnreadable(readImage),
    update: anyOf(isStaff, isUploader),
    delete: anyOf(isStaff, isUploader),
  },
  endpoints: [directUploadEndpoint],
  // The server gives each file a unique name, so a document cannot be copied with its file.
  disableDuplicate: true,
  hooks: {
    beforeOperation: [
      defaultData,
      checkTypes,
      normalizeText({ oneLine: ['alt'] }),
      checkQuery,
      limitQuery,
      readDays,
      protectFileFields,
      loadForEdit,
      cleanUpload,
    ],
    beforeChange: [stampUploader, limitOwnUploads],
    afterRead: [addressFiles],
    afterOperation: [limitPage()],
  },
  upload: {
    mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'],
    imageSizes: [
      { name: 'thumbnail', width: 320, height: 240, position: 'centre' },
      { name: 'card', width: 768 },
      { name: 'hero', width: 1600 },
    ],
    adminThumbnail: 'thumbnail',
    modifyResponseHeaders: addFileHeaders,
    focalPoint: true,
  },
  admin: {
    useAsTitle: 'alt',
    defaultColumns: ['filename', 'alt', 'createdBy', 'updatedAt'],
    group: 'Content',
    hideAPIURL: true,
  },
  fields: [
    {
      name: 'alt',
      type: 'text',
      required: true,
      ...upTo(500),
      label: 'Alternative text',
      admin: { description: 'What the image shows, for people who cannot see it' },
    },
    {
      name: 'createdBy',
      type: 'relationship',
      relationTo: 'users',
      access: { create: nobody, update: nobody },
      admin: { position: 'sidebar', readOnly: true },
    },
    {
      // A trigger on events sets it (docs/decisions/0025-draft-pictures.md).
      name: 'draftOnly',
      type: 'checkbox',
      defaultValue: false,
      hidden: true,
      access: { create: nobody, read: nobody, update: nobody },
    },
    {
      // A job makes them after the upload (docs/decisions/0035-media.md).
      name: 'renditions',
      type: 'array',
      virtual: true,
      access: { create: nobody, update: nobody },
      admin: { hidden: true, disableListColumn: true, disableListFilter: true },
      hooks: { afterRead: [readRenditions] },
      fields: [
        { name: 'url', type: 'text', required: true },
        { name: 'mimeType', type: 'text', required: true },
        { name: 'width', type: 'number', required: true },
        { name: 'height', type: 'number', required: true },
        { name: 'filesize', type: 'number', required: true },
      ],
    },
    ...timestamps,
  ],
}
