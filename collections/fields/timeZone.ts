import type { TextField } from 'payload'
import { isTimeZone } from '../../src/shared/timeZone.ts'

type Options = Pick<TextField, 'name' | 'admin'> & { defaultValue: string }

/** A field for the name of an IANA time zone. The panel shows a list of zones. */
export const timeZoneField = ({ name, admin, defaultValue }: Options): TextField => ({
  name,
  type: 'text',
  label: 'Time zone',
  required: true,
  defaultValue,
  maxLength: 64,
  validate: (value: unknown) =>
    isTimeZone(value) || 'This is not a time zone of the IANA database, such as Europe/Berlin',
  admin: {
    ...admin,
    components: { Field: '/src/panel/timeZone/TimeZoneField.tsx#TimeZoneField' },
  },
})
