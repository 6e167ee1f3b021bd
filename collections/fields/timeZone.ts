import type { TextField } from 'payload'
import { timeZoneName } from '../../src/shared/timeZoneName.ts'

type Options = Pick<TextField, 'name' | 'admin'> & {
  defaultValue: string
  /** The component of the panel; the plain list of zones by default. */
  Field?: string
}

const listOfZones = '/src/panel/timeZone/TimeZoneField.tsx#TimeZoneField'

/** A field for the name of an IANA time zone, stored as the database spells it. The panel shows a list of zones. */
export const timeZoneField = ({
  name,
  admin,
  defaultValue,
  Field = listOfZones,
}: Options): TextField => ({
  name,
  type: 'text',
  label: 'Time zone',
  required: true,
  defaultValue,
  maxLength: 64,
  hooks: {
    beforeValidate: [
      ({ value }: { value?: unknown }) =>
        typeof value === 'string' ? (timeZoneName(value) ?? value) : value,
    ],
  },
  validate: (value: unknown) =>
    (typeof value === 'string' && timeZoneName(value) === value) ||
    'This is not a time zone of the IANA database, such as Europe/Berlin',
  admin: {
    ...admin,
    components: { Field },
  },
})
