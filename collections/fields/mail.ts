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

/** Written by the worker alone. */
const noted = {
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
  admin: { position: 'sidebar', isClearable: false, description: 'Mails are written in it' },
}

/** What somebody wants to be written about, beyond what they have to know. */
export const mailField: Field = {
  name: 'mail',
  type: 'group',
  label: 'Mail',
  access: { read: selfOrStaff },
  fields: [
    wanted('changes', 'When an event changes'),
    wanted('reminders', 'Before an event begins'),
    wanted('digest', 'A daily digest of own events'),
    { name: 'failingSince', type: 'date', label: 'Refused since', ...noted },
    { name: 'failure', type: 'text', label: 'What the mail server said', ...noted },
  ],
}
