import type { Field } from 'payload'

import type { Event } from '../../../src/payload-types.ts'
import { zonedDate } from './zonedDate.ts'

/** The largest number that fits PostgreSQL's integer. */
const maxInteger = 2_147_483_647

/** In place of Payload's own validation of a number, which knows no whole ones. */
const wholeFrom = (min: number, max: number) => ({
  min,
  max,
  validate: (value: unknown, { required }: { required?: boolean }) => {
    if (value === null || value === undefined) return !required || 'This field is required'
    if (!Number.isInteger(value)) return 'This must be a whole number'
    const isIn = (value as number) >= min && (value as number) <= max
    return isIn || `This must be from ${min} to ${max}`
  },
})

type Settings = Partial<Pick<Event, 'waitlistEnabled' | 'waitlistOffers' | 'offerMinutes'>>

// Payload validates no field whose condition is not met: what is filled in always is.
const hasWaitlist = (data: Settings) =>
  Boolean(data.waitlistEnabled) || Boolean(data.waitlistOffers)
const offersPlaces = (data: Settings) =>
  Boolean(data.waitlistOffers) || typeof data.offerMinutes === 'number'

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
        ...wholeFrom(1, maxInteger),
        admin: { description: 'Seats that can be taken in all' },
      },
      {
        name: 'maxPartySize',
        type: 'number',
        label: 'Largest party',
        required: true,
        defaultValue: 1,
        ...wholeFrom(1, 1000),
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
        admin: { ...zonedDate, description: 'Empty: as soon as the event is published' },
      },
      {
        name: 'registrationClosesAt',
        type: 'date',
        label: 'Registration closes',
        admin: { ...zonedDate, description: 'Empty: when the event ends' },
      },
    ],
  },
  {
    name: 'waitlistEnabled',
    type: 'checkbox',
    defaultValue: false,
    label: 'Waitlist when full',
    admin: { description: 'A place that is given back goes to the next in line' },
  },
  {
    type: 'row',
    fields: [
      {
        name: 'waitlistOffers',
        type: 'checkbox',
        defaultValue: false,
        label: 'Offer places to the waitlist',
        admin: {
          condition: hasWaitlist,
          description:
            'The next in line has to accept the place in time. Off: it is theirs at once.',
        },
      },
      {
        name: 'offerMinutes',
        type: 'number',
        defaultValue: 60,
        ...wholeFrom(5, 10_080),
        label: 'Minutes to accept',
        admin: { condition: offersPlaces, description: 'From 5 to 10,080, which is a week' },
      },
    ],
  },
  {
    type: 'row',
    fields: [
      reminder('remindDayBefore', 'Remind attendees a day before'),
      reminder('remindHourBefore', 'Remind attendees an hour before'),
    ],
  },
]
