import type { Field } from 'payload'

import { readWaitlistPosition } from '../../hooks/registrations/readWaitlistPosition.ts'
import { isStaff } from '../../src/access/isStaff.ts'
import { nobody } from '../../src/access/nobody.ts'
import { runsEvent } from '../../src/access/runsEvent.ts'
import { registrationStates } from '../../src/domain/registration.ts'

/** Written by the platform alone: what a caller sends for it is dropped. */
const system = { create: nobody, update: nobody }
const fixed = { update: nobody }
const dateTime = { pickerAppearance: 'dayAndTime' } as const
const sidebar = { position: 'sidebar' } as const
const readOnly = { ...sidebar, readOnly: true } as const

const claim: Field[] = [
  {
    name: 'event',
    type: 'relationship',
    relationTo: 'events',
    required: true,
    index: true,
    access: fixed,
  },
  {
    name: 'user',
    type: 'relationship',
    relationTo: 'users',
    required: true,
    index: true,
    access: { create: isStaff, update: nobody },
  },
  {
    name: 'seats',
    type: 'number',
    required: true,
    defaultValue: 1,
    min: 1,
    max: 1000,
    validate: (value: unknown) => Number.isInteger(value) || 'This must be a whole number',
    access: fixed,
  },
]

const progress: Field[] = [
  {
    name: 'state',
    type: 'select',
    options: [...registrationStates],
    required: true,
    defaultValue: 'confirmed',
    access: { create: nobody },
    admin: sidebar,
  },
  {
    name: 'waitlistPosition',
    type: 'number',
    virtual: true,
    hooks: { afterRead: [readWaitlistPosition] },
    admin: { ...readOnly, condition: (data) => data.state === 'waitlisted' },
  },
  {
    name: 'checkedInAt',
    type: 'date',
    access: { create: nobody, update: runsEvent },
    admin: { ...sidebar, date: dateTime },
  },
]

const record: Field[] = [
  { name: 'attendeeName', type: 'text', access: system, admin: { readOnly: true } },
  {
    name: 'ticketCode',
    type: 'text',
    unique: true,
    access: system,
    admin: { readOnly: true },
  },
  {
    name: 'registeredAt',
    type: 'date',
    access: system,
    admin: { ...readOnly, date: dateTime },
  },
  {
    name: 'cancelledAt',
    type: 'date',
    access: system,
    admin: { ...readOnly, date: dateTime, condition: (data) => data.state === 'cancelled' },
  },
  {
    name: 'cancelledBy',
    type: 'relationship',
    relationTo: 'users',
    access: system,
    admin: { ...readOnly, condition: (data) => data.state === 'cancelled' },
  },
  {
    name: 'cancelReason',
    type: 'textarea',
    maxLength: 2000,
    access: { create: nobody, update: runsEvent },
    admin: { condition: (data) => data.state === 'cancelled' },
  },
]

export const registrationFields: Field[] = [...claim, ...progress, ...record]
