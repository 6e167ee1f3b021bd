import type { Field } from 'payload'

import { readWaitlistPosition } from '../../hooks/registrations/readWaitlistPosition.ts'
import { isStaff } from '../../src/shared/access/isStaff.ts'
import { nobody } from '../../src/shared/access/nobody.ts'
import { runsEvent } from '../../src/features/registrations/access/runsEvent.ts'
import {
  isPartySize,
  partySize,
  registrationStates,
} from '../../src/features/registrations/rules.ts'
import type { Registration } from '../../src/payload-types.ts'
import { upTo } from './upTo.ts'
import { selectOption } from '../../src/shared/selectOption.ts'

/** Only the platform writes these fields; a caller's values are ignored. */
const system = { create: nobody, update: nobody }
const fixed = { update: nobody }
const dateTime = {
  pickerAppearance: 'dayAndTime',
  displayFormat: 'd MMM yyyy, HH:mm',
  timeFormat: 'HH:mm',
} as const
/** Hidden in the form for a new registration. */
const onceMade = {
  readOnly: true,
  condition: (data: Partial<Registration>) => Boolean(data.ticketCode),
}
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
    label: 'Person',
    access: { create: isStaff, update: nobody },
    admin: {
      components: { Field: '/src/features/registrations/admin/PersonField.tsx#PersonField' },
    },
  },
  {
    name: 'seats',
    type: 'number',
    required: true,
    defaultValue: 1,
    ...partySize,
    validate: (value: unknown) =>
      isPartySize(value as number) ||
      `This must be a whole number from ${partySize.min} to ${partySize.max}`,
  },
]

const progress: Field[] = [
  {
    name: 'state',
    type: 'select',
    options: registrationStates.map(selectOption),
    required: true,
    defaultValue: 'confirmed',
    access: { create: nobody },
    admin: {
      ...sidebar,
      isClearable: false,
      // One registration after the other: its form asks before it is cancelled.
      disableBulkEdit: true,
      description: "Cancelling can't be undone. Places are given in order of arrival.",
      components: { Cell: '/src/panel/elements/StatusCell.tsx#StatusCell' },
    },
  },
  {
    name: 'waitlistPosition',
    type: 'number',
    virtual: true,
    label: 'Waitlist position',
    hooks: { afterRead: [readWaitlistPosition] },
    admin: {
      ...readOnly,
      disableListFilter: true,
      disableBulkEdit: true,
      disableGroupBy: true,
      condition: (data) => data.state === 'waitlisted',
    },
  },
  {
    name: 'offerExpiresAt',
    type: 'date',
    label: 'Offered until',
    access: system,
    admin: { ...readOnly, date: dateTime, condition: (data) => data.state === 'offered' },
  },
  {
    name: 'checkedInAt',
    type: 'date',
    label: 'Checked in',
    access: { create: nobody, update: runsEvent },
    admin: { ...sidebar, date: dateTime },
  },
]

const record: Field[] = [
  { name: 'attendeeName', type: 'text', label: 'Name', access: system, admin: onceMade },
  {
    name: 'ticketCode',
    type: 'text',
    label: 'Ticket code',
    unique: true,
    access: system,
    admin: onceMade,
  },
  {
    name: 'registeredAt',
    type: 'date',
    label: 'Registered',
    access: system,
    admin: { ...onceMade, ...sidebar, date: dateTime },
  },
  {
    name: 'cancelledAt',
    type: 'date',
    label: 'Cancelled',
    access: system,
    admin: { ...readOnly, date: dateTime, condition: (data) => data.state === 'cancelled' },
  },
  {
    name: 'cancelledBy',
    type: 'relationship',
    relationTo: 'users',
    label: 'Cancelled by',
    access: system,
    admin: { ...readOnly, condition: (data) => data.state === 'cancelled' },
  },
  {
    name: 'cancelReason',
    type: 'textarea',
    label: 'Reason for cancellation',
    ...upTo(2000),
    access: { create: nobody, update: runsEvent },
    // Payload does not validate a hidden field, so a field with a value is never hidden.
    admin: { condition: (data) => data.state === 'cancelled' || Boolean(data.cancelReason) },
  },
]

export const registrationFields: Field[] = [...claim, ...progress, ...record]
