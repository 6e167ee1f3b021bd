import type { Field } from 'payload'

import { nobody } from '../../src/shared/access/nobody.ts'
import { selfOrStaff } from '../../src/shared/access/selfOrStaff.ts'
import { languages } from '../../src/shared/languages.ts'
import { languageName } from '../../src/shared/languageName.ts'

const wanted = (name: string, label: string): Field => ({
  name,
  type: 'checkbox',
  label,
  defaultValue: true,
})

/** Only the worker writes these fields. */
const recorded = {
  access: { create: nobody, update: nobody },
  admin: {
    readOnly: true,
    condition: (data: { mail?: { failingSince?: unknown } }) => Boolean(data.mail?.failingSince),
  },
}

export const languageField: Field = {
  name: 'language',
  type: 'select',
  options: languages.map((value) => ({ value, label: languageName(value) })),
  defaultValue: 'en',
  admin: { position: 'sidebar', isClearable: false, description: 'Language of emails' },
}

/** The optional emails that a user wants. */
export const mailField: Field = {
  name: 'mail',
  type: 'group',
  label: 'Emails',
  access: { read: selfOrStaff },
  fields: [
    wanted('changes', 'When an event changes'),
    wanted('reminders', 'Before an event begins'),
    wanted('digest', 'Daily digest of my events'),
    { name: 'failingSince', type: 'date', label: 'Refused since', ...recorded },
    { name: 'failure', type: 'text', label: 'Response of the mail server', ...recorded },
  ],
}
