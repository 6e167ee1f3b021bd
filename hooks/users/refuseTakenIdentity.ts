import type { CollectionBeforeValidateHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { normalizedEmail } from '../../src/features/accounts/identity/email.ts'
import {
  normalizedUsername,
  usernameProblem,
} from '../../src/features/accounts/identity/username.ts'
import { takenIdentities } from '../../src/features/accounts/queries/identities.ts'
import type { User } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

const normalize = { username: normalizedUsername, email: normalizedEmail }

/** An older account may have a name in another form. It keeps the name until its owner changes it. */
function newName(
  field: 'username' | 'email',
  data: Partial<User> | undefined,
  originalDoc: User | undefined,
): string | undefined {
  const given = data?.[field]
  if (!given) return undefined
  const stored = originalDoc?.[field]
  return stored && (stored === given || normalize[field](stored) === given) ? undefined : given
}

/** Refuses a new username that is not well formed, and a username or address that another account has. */
export const refuseTakenIdentity: CollectionBeforeValidateHook<User> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const stored = operation === 'update' ? originalDoc : undefined
  const username = newName('username', data, stored)
  const email = newName('email', data, stored)
  const kept = {
    ...data,
    ...(data?.username && !username ? { username: stored!.username } : {}),
    ...(data?.email && !email ? { email: stored!.email } : {}),
  }
  if (!username && !email) return kept
  const problem = username && username !== data?.email ? usernameProblem(username) : undefined
  const taken = await takenIdentities(await connectionOf(req), stored?.id, { username, email })
  const errors = [
    ...(problem ? [{ path: 'username', message: problem }] : []),
    ...taken.map((path) => ({ path, message: `A user with that ${path} already exists.` })),
  ]
  if (errors.length > 0) throw fieldErrors(req, 'users', errors)
  return kept
}
