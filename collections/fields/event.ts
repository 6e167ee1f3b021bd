import type { Field } from 'payload'

import { countOf, readIsUpcoming } from '../../hooks/events/countSeats.ts'
import { isStaff } from '../../src/access/isStaff.ts'
import { nobody } from '../../src/access/nobody.ts'
import { eventStatuses } from '../../src/domain/schedule.ts'
import { timeZoneField } from './timeZone.ts'

/** The largest number that fits PostgreSQL's integer. */
const maxInteger = 2_147_483_647

const whole = (value: unknown) =>
  value === null || value === undefined || Number.isInteger(value) || 'This must be a whole number'

const dateTime = { pickerAppearance: 'dayAndTime' } as const

const about: Field[] = [
  { name: 'title', type: 'text', required: true, maxLength: 200, index: true },
  {
    name: 'description',
    type: 'textarea',
    required: true,
    maxLength: 200_000,
    admin: { description: 'Plain text, for lists and apps that show no markup' },
  },
  { name: 'body', type: 'richText' },
  { name: 'coverImage', type: 'upload', relationTo: 'media' },
]

const when: Field[] = [
  {
    type: 'row',
    fields: [
      { name: 'startDate', type: 'date', required: true, index: true, admin: { date: dateTime } },
      { name: 'endDate', type: 'date', required: true, index: true, admin: { date: dateTime } },
    ],
  },
  timeZoneField({
    name: 'timezone',
    defaultValue: 'UTC',
    admin: { description: 'The zone of the venue: dates are shown in it to attendees' },
  }),
]

const where: Field[] = [
  { name: 'location', type: 'text', required: true, maxLength: 255 },
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

const registration: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'maxParticipants',
        type: 'number',
        required: true,
        min: 1,
        max: maxInteger,
        validate: whole,
      },
      {
        name: 'maxPartySize',
        type: 'number',
        required: true,
        defaultValue: 1,
        min: 1,
        max: 1000,
        validate: whole,
        admin: { description: 'Seats that one registration may take' },
      },
    ],
  },
  {
    type: 'row',
    fields: [
      { name: 'registrationOpensAt', type: 'date', admin: { date: dateTime } },
      { name: 'registrationClosesAt', type: 'date', admin: { date: dateTime } },
    ],
  },
  {
    name: 'waitlistEnabled',
    type: 'checkbox',
    defaultValue: false,
    label: 'Waitlist when full',
  },
]

const sidebar = { position: 'sidebar' } as const
const readOnly = { ...sidebar, readOnly: true } as const

const status: Field[] = [
  {
    name: 'status',
    type: 'select',
    options: [...eventStatuses],
    defaultValue: 'draft',
    required: true,
    index: true,
    admin: sidebar,
  },
  {
    name: 'cancellationReason',
    type: 'textarea',
    maxLength: 1000,
    admin: { ...sidebar, condition: (data) => data.status === 'cancelled' },
  },
]

const counts: Field[] = [
  {
    name: 'isUpcoming',
    type: 'checkbox',
    virtual: true,
    admin: { hidden: true },
    hooks: { afterRead: [readIsUpcoming] },
  },
  {
    name: 'registeredCount',
    type: 'number',
    virtual: true,
    label: 'Registered',
    admin: readOnly,
    hooks: { afterRead: [countOf('registeredCount')] },
  },
  {
    name: 'seatsLeft',
    type: 'number',
    virtual: true,
    admin: readOnly,
    hooks: { afterRead: [countOf('seatsLeft')] },
  },
  {
    name: 'waitlistCount',
    type: 'number',
    virtual: true,
    label: 'On the waitlist',
    admin: readOnly,
    hooks: { afterRead: [countOf('waitlistCount')] },
  },
]

const origin: Field[] = [
  {
    name: 'createdBy',
    type: 'relationship',
    relationTo: 'users',
    index: true,
    access: { create: nobody, update: nobody },
    admin: readOnly,
  },
  {
    name: 'updatedBy',
    type: 'relationship',
    relationTo: 'users',
    access: { create: nobody, update: nobody, read: isStaff },
    admin: readOnly,
  },
  {
    name: 'externalSource',
    type: 'text',
    maxLength: 100,
    access: { create: isStaff, update: isStaff },
    admin: { ...sidebar, description: 'Where this event was imported from' },
  },
  {
    name: 'externalId',
    type: 'text',
    maxLength: 100,
    access: { create: isStaff, update: isStaff },
    admin: sidebar,
  },
]

export const eventFields: Field[] = [
  {
    type: 'tabs',
    tabs: [
      { label: 'Event', fields: [...about, ...when, ...where] },
      { label: 'Registration', fields: registration },
    ],
  },
  ...status,
  ...counts,
  ...origin,
]
