import type { Field } from 'payload'

import { nobody } from '../../../src/shared/access/nobody.ts'
import { upTo } from '../upTo.ts'
import { maxLengths, titleOfCopy } from '../../../src/features/events/rules.ts'

export const about: Field[] = [
  {
    name: 'title',
    type: 'text',
    required: true,
    ...upTo(maxLengths.title),
    index: true,
    hooks: { beforeDuplicate: [({ value }) => titleOfCopy(value as string)] },
  },
  {
    name: 'description',
    type: 'textarea',
    required: true,
    ...upTo(maxLengths.description),
    admin: { description: 'Plain text, for lists and for apps without rich text' },
  },
]

export const where: Field[] = [
  { name: 'location', type: 'text', required: true, ...upTo(maxLengths.location) },
]

/** For apps that show each event on its own page. */
export const page: Field[] = [
  { name: 'body', type: 'richText' },
  { name: 'coverImage', type: 'upload', relationTo: 'media', label: 'Cover image' },
  {
    name: 'coordinates',
    type: 'group',
    fields: [
      {
        type: 'row',
        fields: [
          { name: 'latitude', type: 'number', min: -90, max: 90 },
          { name: 'longitude', type: 'number', min: -180, max: 180 },
        ],
      },
      {
        name: 'source',
        type: 'select',
        label: 'Where they come from',
        options: [
          { label: 'Typed', value: 'typed' },
          { label: 'Imported', value: 'imported' },
          { label: 'Found from the location and country', value: 'found' },
        ],
        access: { create: nobody, update: nobody },
        admin: {
          readOnly: true,
          description:
            'Without coordinates they are found from the location and the country. Empty both fields to have them found again.',
        },
      },
    ],
  },
]
