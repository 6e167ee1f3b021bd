import type { Field } from 'payload'

import { readLastAttempt, readState } from '../../hooks/webhooks/readState.ts'
import { urlProblem } from '../../src/features/webhooks/address/checkUrl.ts'
import { eventTypes, eventTypesProblem } from '../../src/features/webhooks/eventTypes.ts'
import { maxLengths } from '../../src/features/webhooks/rules.ts'
import { urlPolicy } from '../../src/features/webhooks/urlPolicy.ts'
import { nobody } from '../../src/shared/access/nobody.ts'
import { upTo } from './upTo.ts'

const system = { create: nobody, update: nobody }
const computed = { disableListFilter: true, disableBulkEdit: true, disableGroupBy: true } as const

const address: Field[] = [
  {
    name: 'url',
    type: 'text',
    label: 'URL',
    required: true,
    hooks: {
      beforeValidate: [
        ({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)),
      ],
    },
    validate: (value: unknown) => {
      if (typeof value !== 'string' || value === '') return 'This field is required.'
      return urlProblem(value, urlPolicy()) ?? true
    },
    admin: {
      description:
        'Messages are sent here as POST requests. It begins with https:// and can be reached from the internet.',
      placeholder: 'https://example.org/webhooks',
    },
  },
  {
    name: 'description',
    type: 'text',
    defaultValue: '',
    ...upTo(maxLengths.description),
    admin: { description: 'What receives the messages, for your colleagues' },
  },
]

const wanted: Field[] = [
  {
    name: 'events',
    type: 'select',
    hasMany: true,
    required: true,
    label: 'Messages',
    options: eventTypes.map(({ label, type }) => ({ label, value: type })),
    validate: (value: unknown) => eventTypesProblem(value) ?? true,
    admin: {
      components: {
        Field: '/src/features/webhooks/admin/EventTypesField.tsx#EventTypesField',
        Cell: '/src/features/webhooks/admin/EventTypesCell.tsx#EventTypesCell',
      },
    },
  },
  {
    name: 'personalData',
    type: 'checkbox',
    defaultValue: false,
    label: 'Send personal data',
    admin: {
      description:
        'Messages about registrations then have the name, the email address and the ticket code of the ' +
        'attendee. Choose it only if the receiver needs them and may have them.',
    },
  },
]

const about: Field[] = [
  {
    name: 'active',
    type: 'checkbox',
    defaultValue: true,
    label: 'Switched on',
    admin: {
      position: 'sidebar',
      description: 'An endpoint that is off gets nothing. What waits is sent when it is on again.',
    },
  },
  {
    name: 'state',
    type: 'select',
    virtual: true,
    options: [
      { value: 'on', label: 'Works' },
      { value: 'failing', label: 'Failing' },
      { value: 'off', label: 'Off' },
      { value: 'gone', label: 'Switched off: gone' },
      { value: 'given_up', label: 'Switched off: failing' },
    ],
    access: system,
    hooks: { afterRead: [readState] },
    admin: {
      ...computed,
      position: 'sidebar',
      readOnly: true,
      components: {
        Field: '/src/features/webhooks/admin/StateField.tsx#StateField',
        Cell: '/src/features/webhooks/admin/StateCell.tsx#StateCell',
      },
    },
  },
  {
    name: 'lastAttemptAt',
    type: 'date',
    virtual: true,
    label: 'Last attempt',
    access: system,
    hooks: { afterRead: [readLastAttempt] },
    admin: {
      ...computed,
      position: 'sidebar',
      readOnly: true,
      hidden: true,
      components: { Cell: '/src/features/webhooks/admin/LastAttemptCell.tsx#LastAttemptCell' },
    },
  },
  {
    name: 'createdBy',
    type: 'relationship',
    relationTo: 'users',
    label: 'Owner',
    access: system,
    admin: {
      position: 'sidebar',
      readOnly: true,
      description: 'Gets an email when the platform switches the endpoint off',
      condition: (data) => Boolean(data.id),
    },
  },
  {
    name: 'secret',
    type: 'ui',
    admin: {
      position: 'sidebar',
      disableListColumn: true,
      condition: (data) => Boolean(data.id),
      components: { Field: '/src/features/webhooks/admin/SecretField.tsx#SecretField' },
    },
  },
]

export const webhookFields: Field[] = [...address, ...wanted, ...about]
