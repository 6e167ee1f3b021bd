import type { Field } from 'payload'

import { zoned } from './zoned.ts'

/** The largest number that fits PostgreSQL's integer. */
const maxInteger = 2_147_483_647

const whole = (value: unknown) =>
  value === null || value === undefined || Number.isInteger(value) || 'This must be a whole number'

const reminder = (name: string, label: string): Field => ({
  name,
  type: 'checkbox',
  label,
  defaultValue: true,
})

export const registration: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'maxParticipants',
        type: 'number',
        label: 'Capacity',
        required: true,
        min: 1,
        max: maxInteger,
        validate: whole,
        admin: { description: 'Seats that can be taken in all' },
      },
      {
        name: 'maxPartySize',
        type: 'number',
        label: 'Largest party',
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
      {
        name: 'registrationOpensAt',
        type: 'date',
        label: 'Registration opens',
        admin: { ...zoned, description: 'Empty: as soon as the event is published' },
      },
      {
        name: 'registrationClosesAt',
        type: 'date',
        label: 'Registration closes',
        admin: { ...zoned, description: 'Empty: when the event ends' },
      },
    ],
  },
  {
    name: 'waitlistEnabled',
    type: 'checkbox',
    defaultValue: false,
    label: 'Waitlist when full',
    admin: { description: 'A place that is given back goes to the next in line by itself' },
  },
  {
    type: 'row',
    fields: [
      reminder('remindDayBefore', 'Remind attendees a day before'),
      reminder('remindHourBefore', 'Remind attendees an hour before'),
    ],
  },
]
