import type { CollectionBeforeOperationHook } from 'payload'

import { normalizedEmail } from '../../src/features/accounts/identity/email.ts'
import { normalizedUsername } from '../../src/features/accounts/identity/username.ts'

const names = { username: normalizedUsername, email: normalizedEmail }

/** Brings username and address into the form in which they are stored, compared and looked up. */
export const normalizeIdentity: CollectionBeforeOperationHook<'users'> = ({ args }) => {
  const { data } = args as { data?: Record<string, unknown> }
  if (!data) return args
  const normalized: Record<string, string> = {}
  for (const [name, normalize] of Object.entries(names)) {
    const given = data[name]
    if (typeof given === 'string') normalized[name] = normalize(given)
  }
  return { ...args, data: { ...data, ...normalized } }
}
