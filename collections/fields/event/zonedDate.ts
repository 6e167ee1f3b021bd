import type { DateField } from 'payload'

/** A date that is entered and shown in the time zone of the venue. */
export const zonedDate = {
  date: {
    pickerAppearance: 'dayAndTime',
    displayFormat: 'd MMM yyyy, HH:mm',
    timeFormat: 'HH:mm',
    timeIntervals: 15,
  },
  components: { Field: '/src/features/events/admin/ZonedDateField.tsx#ZonedDateField' },
} as const satisfies DateField['admin']
