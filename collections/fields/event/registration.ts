import type { Field } from 'payload'

import {
  capacityRange,
  type WaitlistEnd,
  waitlistEnds,
} from '../../../src/features/events/rules.ts'
import { partySize } from '../../../src/features/registrations/rules.ts'
import type { Event } from '../../../src/payload-types.ts'
import { validateCapacity, validatePartySize } from './capacity.ts'
import { wholeNumber } from './wholeNumber.ts'
import { validateSchedule, zonedDate } from './zonedDate.ts'

type Settings = Partial<Pick<Event, 'waitlistEnabled' | 'waitlistUntil' | 'waitlistOffers'>>

const defaultEnd = 'registrationCloses' satisfies WaitlistEnd
const endLabels: Record<WaitlistEnd, string> = {
  registrationCloses: 'Registration closes',
  eventBegins: 'The event begins',
}

// Payload does not validate a hidden field, so a field with a value is never hidden.
const hasWaitlist = (data: Settings) =>
  Boolean(data.waitlistEnabled) || Boolean(data.waitlistOffers)
const endsWaitlist = (data: Settings) =>
  hasWaitlist(data) || (data.waitlistUntil ?? defaultEnd) !== defaultEnd

const reminder = (name: string, label: string): Field => ({
  name,
  type: 'checkbox',
  label,
  defaultValue: true,
})

/** On the first tab of the form, because an event needs them. */
export const seats: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'maxParticipants',
        type: 'number',
        label: 'Capacity',
        required: true,
        ...capacityRange,
        validate: validateCapacity,
        admin: { description: 'The total number of seats' },
      },
      {
        name: 'maxPartySize',
        type: 'number',
        label: 'Maximum group size',
        required: true,
        defaultValue: 1,
        ...partySize,
        validate: validatePartySize,
        admin: { description: 'Seats that one registration can take' },
      },
    ],
  },
]

export const registration: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'registrationOpensAt',
        type: 'date',
        label: 'Registration opens',
        validate: validateSchedule,
        admin: { ...zonedDate, description: 'Leave empty to open on publication' },
      },
      {
        name: 'registrationClosesAt',
        type: 'date',
        label: 'Registration closes',
        validate: validateSchedule,
        admin: { ...zonedDate, description: 'Leave empty to close when the event ends' },
      },
    ],
  },
  {
    name: 'waitlistEnabled',
    type: 'checkbox',
    defaultValue: false,
    label: 'Waitlist when full',
    admin: { description: 'A freed place goes to the next person on the waitlist' },
  },
  {
    name: 'waitlistUntil',
    type: 'select',
    options: waitlistEnds.map((value) => ({ value, label: endLabels[value] })),
    defaultValue: defaultEnd,
    label: 'The waitlist moves up until',
    admin: {
      condition: endsWaitlist,
      isClearable: false,
      description:
        'After that, a freed place stays free, and offers end. Once the event has begun, nobody moves up.',
    },
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
            'The next person has to accept the place in time. If off, they get it immediately.',
        },
      },
      {
        name: 'offerMinutes',
        type: 'number',
        defaultValue: 60,
        ...wholeNumber({ min: 5, max: 10_080 }),
        label: 'Minutes to accept',
        admin: {
          description: 'From 5 to 10,080 (one week)',
          components: {
            Field: '/src/features/events/admin/OfferMinutesField.tsx#OfferMinutesField',
          },
        },
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
