import type { EmailField } from 'payload'

import { isEmail } from '../../src/features/accounts/identity/email.ts'
import { selfOrStaff } from '../../src/shared/access/selfOrStaff.ts'

/** The address, merged with Payload's own field, which refuses international domains. */
export const emailField: EmailField = {
  name: 'email',
  type: 'email',
  access: { read: selfOrStaff },
  validate: (value: string | null | undefined, { req: { t } }) =>
    (typeof value === 'string' && isEmail(value)) || t('validation:emailAddress'),
}
