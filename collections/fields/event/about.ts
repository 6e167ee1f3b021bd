import type { Field } from 'payload'

export const about: Field[] = [
  { name: 'title', type: 'text', required: true, maxLength: 200, index: true },
  {
    name: 'description',
    type: 'textarea',
    required: true,
    maxLength: 200_000,
    admin: { description: 'Plain text, for lists and apps that show no markup' },
  },
]

export const where: Field[] = [{ name: 'location', type: 'text', required: true, maxLength: 255 }]

/** For apps that give an event a page of its own. */
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
    ],
  },
]
