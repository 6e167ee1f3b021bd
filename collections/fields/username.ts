import type { TextField } from 'payload'

import { selfOrStaff } from '../../src/shared/access/selfOrStaff.ts'

const maxLength = 150

/**
 * The username, merged with Payload's own field. It looks like an email only when it is the user's
 * own: either signs in, so that another's email as a username would catch their sign-ins.
 */
export const usernameField: TextField = {
  name: 'username',
  type: 'text',
  maxLength,
  access: { read: selfOrStaff },
  validate: (value: string | null | undefined, { req: { t }, siblingData }) => {
    const { email } = siblingData as { email?: string | null }
    if (!value?.trim()) return t('validation:required')
    if (value.length > maxLength) return t('validation:shorterThanMax', { maxLength })
    const isOwnEmail = value.trim().toLowerCase() === email?.trim().toLowerCase()
    return !value.includes('@') || isOwnEmail || 'With an @ it has to be your own email address'
  },
}
