import type { TextField } from 'payload'

import { normalizedEmail } from '../../src/features/accounts/identity/email.ts'
import { maxUsernameLength as maxLength } from '../../src/features/accounts/rules.ts'
import { isLongerThan } from '../../src/shared/characters.ts'
import { selfOrStaff } from '../../src/shared/access/selfOrStaff.ts'

/**
 * The username, merged with Payload's own field. Users sign in with their username or email, so a
 * username can be an email only when it is the user's own. Otherwise it would take over the sign-ins of
 * the owner of the email.
 */
export const usernameField: TextField = {
  name: 'username',
  type: 'text',
  maxLength,
  access: { read: selfOrStaff },
  validate: (value: string | null | undefined, { req: { t }, siblingData }) => {
    const { email } = siblingData as { email?: string | null }
    if (!value?.trim()) return t('validation:required')
    if (isLongerThan(value, maxLength)) return t('validation:shorterThanMax', { maxLength })
    const isOwnEmail = normalizedEmail(value) === normalizedEmail(email ?? '')
    return !value.includes('@') || isOwnEmail || 'With an @ it has to be your own email address'
  },
}
